import type { Baseline } from '@sceneshift/backstage-platform-common';
import { sortKeys } from '../artifact/writeArtifact';

/** A baseline as the text of its file: sorted, so that two of the same release are equal. @public */
export function formatBaseline(baseline: Baseline): string {
  return `${JSON.stringify(sortKeys(baseline), null, 1)}\n`;
}
