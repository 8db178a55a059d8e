import type { ErrorCode } from '@sceneshift/backstage-platform-common';

/** Why one remote is not used. Its message is shown on the plugin's error card. */
export class RemoteLoadError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RemoteLoadError';
    this.code = code;
  }
}
