import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  environmentSignalChannel,
  REMOTES_SIGNAL_CHANNEL,
  type EnvironmentSignal,
  type RemotesSignal,
} from '@sceneshift/backstage-plugin-lifecycle-common';

/** Tells open pages that something changed. They read it again by the API: a lost signal only costs time. */
export class Announcer {
  constructor(
    private readonly signals: SignalsService,
    private readonly logger: LoggerService,
  ) {}

  environment(signal: EnvironmentSignal): void {
    this.publish(environmentSignalChannel(signal.environment), signal);
  }

  remotes(signal: RemotesSignal): void {
    this.publish(REMOTES_SIGNAL_CHANNEL, signal);
  }

  private publish(
    channel: string,
    message: EnvironmentSignal | RemotesSignal,
  ): void {
    this.signals
      .publish({ recipients: { type: 'broadcast' }, channel, message })
      .catch(error =>
        this.logger.warn(`Could not send a signal on '${channel}'`, error),
      );
  }
}
