import { isSceneshiftError } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';

/** The reason of any error, for reports; errors without a code get the one of the step in which they came up. */
export function toFailureReason(
  error: unknown,
  fallbackCode: string,
  pluginId?: string,
): FailureReason {
  const message = error instanceof Error ? error.message : String(error);
  const code = isSceneshiftError(error) ? error.code : fallbackCode;
  return { code, message, ...(pluginId ? { pluginId } : {}) };
}
