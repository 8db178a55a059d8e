import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { EventEnvelope } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import { coalesce } from '../domain/coalesce';
import type { Stores } from '../database/Stores';

/** What a rollout's events carry. */
interface RolloutEventData {
  environment: string;
  rolloutId: string;
  toGeneration: number;
  createdBy: string;
  reason?: FailureReason;
}

const TITLES: Record<string, string> = {
  'lifecycle.rollout.failed': 'did not come into service',
  'lifecycle.rollout.rolled-back': 'was rolled back',
};

/** Hands the room's events on, and tells people of those that need a person. */
export class OutboxRelay {
  /** Hands on what waits. */
  readonly run = coalesce(() => this.relay());

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      events: EventsService;
      notifications: NotificationService;
      logger: LoggerService;
    },
  ) {}

  private async relay(): Promise<void> {
    const { db, stores } = this.deps;
    await stores.outbox.relay(db, envelope => this.publish(envelope));
  }

  private async publish(envelope: EventEnvelope): Promise<void> {
    await this.deps.events.publish({
      topic: envelope.type,
      eventPayload: envelope,
    });
    const title = TITLES[envelope.type];
    if (title) {
      await this.notify(envelope.data as RolloutEventData, title);
    }
  }

  /** Losing a notification is better than holding up all events behind it. */
  private async notify(data: RolloutEventData, title: string): Promise<void> {
    const { environment, toGeneration, createdBy, reason } = data;
    try {
      await this.deps.notifications.send({
        recipients: createdBy.startsWith('user:')
          ? { type: 'entity', entityRef: createdBy }
          : { type: 'broadcast' },
        payload: {
          title: `${environment}: generation ${toGeneration} ${title}`,
          description: reason?.message,
          link: `/environments/${environment}`,
          severity: 'high',
          topic: `lifecycle:${environment}`,
        },
      });
    } catch (error) {
      this.deps.logger.warn('Could not send a notification', error as Error);
    }
  }
}
