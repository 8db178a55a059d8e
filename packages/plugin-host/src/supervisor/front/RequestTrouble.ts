import { isNativeError } from 'node:util/types';
import type { ErrorCode } from '@sceneshift/backstage-platform-common';
import type { SupervisorLog } from '../SupervisorLog';

/** Says in the log what went wrong with one request, so that whoever has its id finds the cause. */
export class RequestTrouble {
  constructor(
    private readonly log: SupervisorLog,
    private readonly about: { pluginId: string; requestId?: string },
  ) {}

  report(code: ErrorCode, error: unknown): void {
    const cause = isNativeError(error) ? error : new Error(String(error));
    this.log.warn('A request failed', {
      ...this.about,
      code,
      cause: code === 'INTERNAL' ? cause.stack : cause.message,
    });
  }

  /** For the one who asked. */
  describe(): string {
    return `The request to the plugin ${this.about.pluginId} failed on our side; the supervisor's log has the cause`;
  }
}
