import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  SignalPayload,
  SignalsService,
} from '@backstage/plugin-signals-node';
import {
  environmentSignalChannel,
  REMOTES_SIGNAL_CHANNEL,
  type EnvironmentSignal,
  type RemotesSignal,
} from '@sceneshift/backstage-plugin-lifecycle-common';

/** Tells open pages that something changed. They read it again by the API: a lost signal only costs time. */
export class Announcer {
  constructor(
    private readonly deps: {
      signals: SignalsService;
      logger: LoggerService;
      /** Users and groups that may read an environment. */
      readersOf: (environment: string) => string[];
    },
  ) {}

  environment(signal: EnvironmentSignal): void {
    const { environment } = signal;
    this.publish({
      recipients: {
        type: 'user',
        entityRef: this.deps.readersOf(environment),
      },
      channel: environmentSignalChannel(environment),
      message: signal,
    });
  }

  /** To everybody, as the list of remotes is: every page loads it, even before sign-in. */
  remotes(signal: RemotesSignal): void {
    this.publish({
      recipients: { type: 'broadcast' },
      channel: REMOTES_SIGNAL_CHANNEL,
      message: signal,
    });
  }

  private publish(payload: SignalPayload): void {
    const { signals, logger } = this.deps;
    signals
      .publish(payload)
      .catch(error =>
        logger.warn(`Could not send a signal on '${payload.channel}'`, error),
      );
  }
}
