import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type {
  NotificationRecipients,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import type { EventEnvelope } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import { coalesce } from '../domain/coalesce';
import type { Stores } from '../database/Stores';

/** What a rollout's events carry. */
interface RolloutEventData {
  environment: string;
  rolloutId: string;
  fromGeneration: number;
  toGeneration: number;
  createdBy: string;
  reason?: FailureReason;
}

/** What became of a generation that a person has to know of. */
const NEWS: Record<string, (data: RolloutEventData) => string> = {
  'lifecycle.rollout.degraded': ({ toGeneration, reason }) =>
    `${reason?.pluginId} of generation ${toGeneration} keeps ending`,
  'lifecycle.rollout.failed': ({ toGeneration, fromGeneration }) =>
    `generation ${toGeneration} did not come into service, ${stays(
      fromGeneration,
    )}`,
  'lifecycle.rollout.rolled-back': ({ toGeneration, fromGeneration }) =>
    `generation ${toGeneration} was rolled back, ${stays(fromGeneration)}`,
};

/** Nobody waits longer for a notification than this. */
const NOTIFY_MS = 5_000;

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
    const news = NEWS[envelope.type];
    if (news) await this.notify(envelope.data as RolloutEventData, news);
  }

  /** Losing a notification is better than holding up all events behind it. */
  private async notify(
    data: RolloutEventData,
    news: (data: RolloutEventData) => string,
  ): Promise<void> {
    const { environment, rolloutId, createdBy, reason } = data;
    const sending = this.deps.notifications.send({
      recipients: recipientsOf(createdBy),
      payload: {
        title: `${environment}: ${news(data)}`,
        description: reason && describe(reason),
        link: `/environments/${environment}/rollouts`,
        severity: 'high',
        topic: `lifecycle:${environment}`,
        // Handed on twice after a crash, it is still one notification.
        scope: `lifecycle:rollout:${rolloutId}`,
      },
    });
    try {
      await within(NOTIFY_MS, sending);
    } catch (error) {
      this.deps.logger.warn('Could not send a notification', error as Error);
    }
  }
}

/** Who started the rollout. What a program started concerns everybody: there is no person behind a key. */
function recipientsOf(createdBy: string): NotificationRecipients {
  return createdBy.startsWith('user:')
    ? { type: 'entity', entityRef: createdBy }
    : { type: 'broadcast' };
}

function stays(generation: number): string {
  return generation
    ? `generation ${generation} serves`
    : 'nothing that served is affected';
}

function describe({ message, pluginId, replicaId }: FailureReason): string {
  const where = [pluginId, replicaId && `on ${replicaId}`].filter(Boolean);
  return where.length ? `${where.join(' ')}: ${message}` : message;
}

async function within(ms: number, sending: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`The notifications backend did not answer in ${ms} ms`);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
