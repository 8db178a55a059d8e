import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { ResolverAnswer } from '@sceneshift/backstage-plugin-resolver-common';

/**
 * A conflict is an answer; a request that cannot be read is not, and "gave up" is none to build on. `within` is where the request
 * stands in the body.
 *
 * @throws SceneshiftError `INPUT_INVALID`, `RESOLVE_TIMEOUT`
 */
export function assertAnswered(
  answer: ResolverAnswer,
  within = '/request',
): asserts answer is Exclude<ResolverAnswer, { error: unknown }> {
  if (!('error' in answer)) return;
  const { code, field, message } = answer.error;
  if (code === 'TIMEOUT') {
    throw new SceneshiftError(
      'RESOLVE_TIMEOUT',
      `The resolver ${message}: ask for less, or for longer with options.timeoutMs`,
    );
  }
  const pointer = `${within}${field}`;
  throw new SceneshiftError('INPUT_INVALID', `${pointer.slice(1)} ${message}`, {
    details: { field: pointer },
  });
}
