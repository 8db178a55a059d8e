import { isDeepStrictEqual } from 'node:util';
import type { GenerationContent } from '../domain/GenerationContent';
import { hostInputs } from '../planner/diffContents';

/** The plugins whose hosts are new or replaced on the way from one generation to another. */
export function changedHosts(
  from: GenerationContent,
  to: GenerationContent,
): string[] {
  return to.plugins
    .map(({ pluginId }) => pluginId)
    .filter(pluginId => {
      const inputs = hostInputs(to, pluginId);
      return inputs && !isDeepStrictEqual(inputs, hostInputs(from, pluginId));
    });
}
