import { isSceneshiftError } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';

/** As long as a line of a log: a plugin has a say in most of them, and every report and record holds them. */
const MAX_LENGTH = 2000;

/** The reason of any error, for reports; errors without a code get the one of the step in which they came up. */
export function toFailureReason(
  error: unknown,
  fallbackCode: string,
  pluginId?: string,
): FailureReason {
  const message = error instanceof Error ? error.message : String(error);
  const code = isSceneshiftError(error) ? error.code : fallbackCode;
  const short = message.slice(0, MAX_LENGTH);
  return { code, message: short, ...(pluginId ? { pluginId } : {}) };
}
