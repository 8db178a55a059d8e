import { isSceneshiftError } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';

/**
 * Why a generation could not be prepared, for people and programs. What nobody foresaw may tell of our inside (statements,
 * addresses, paths): that is for the log alone.
 */
export function reasonOf(error: unknown): FailureReason {
  if (!isSceneshiftError(error)) {
    return {
      code: 'INTERNAL',
      message:
        'The generation could not be prepared: something went wrong on our side, and the log of the control plane says what. ' +
        'Nothing was changed; try again.',
    };
  }
  const { code, message, details } = error;
  const { pluginId } = details;
  return {
    code,
    message,
    ...(typeof pluginId === 'string' && { pluginId }),
  };
}
