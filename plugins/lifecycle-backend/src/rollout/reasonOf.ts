import { isSceneshiftError } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';

/** Why a generation could not be prepared, for people and programs. */
export function reasonOf(error: unknown): FailureReason {
  const { message } = error as Error;
  if (isSceneshiftError(error)) {
    const { pluginId } = error.details;
    return {
      code: error.code,
      message,
      ...(typeof pluginId === 'string' && { pluginId }),
    };
  }
  return {
    code: 'FETCH_FAILED',
    message: `The generation could not be prepared: ${message}`,
  };
}
