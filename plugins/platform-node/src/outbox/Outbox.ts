import { randomUUID } from 'node:crypto';
import type { EventEnvelope } from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';

/** An event before it has an id and a time. @public */
export interface NewEvent<TData = unknown> {
  organizationId: string;
  /** `<room>.<noun>.<past participle>`. */
  type: string;
  /** Version of the shape of `data`. Default 1. */
  version?: number;
  data: TData;
  userId?: string;
  correlationId?: string;
}

/**
 * Events of a room, written in the transaction of the change they tell of and handed on afterwards, in order,
 * at least once.
 *
 * @public
 */
export class Outbox {
  constructor(private readonly source: string) {}

  async append(trx: Knex, event: NewEvent): Promise<EventEnvelope> {
    const { organizationId, userId, correlationId } = event;
    const envelope: EventEnvelope = {
      id: randomUUID(),
      type: event.type,
      source: this.source,
      timestamp: new Date().toISOString(),
      version: event.version ?? 1,
      data: event.data,
      metadata: { correlationId, userId, organizationId },
    };
    await trx('outbox_events').insert({
      id: envelope.id,
      organization_id: organizationId,
      type: envelope.type,
      envelope: JSON.stringify(envelope),
    });
    return envelope;
  }

  /**
   * Hands waiting events to `publish`, oldest first, and marks them. Replicas take turns by a lock. At the first event
   * that cannot be published it stops, so that order holds, and throws; the next run tries that event again.
   *
   * @returns the number of events handed on
   */
  async relay(
    database: Knex,
    publish: (envelope: EventEnvelope) => Promise<void>,
    options: { limit?: number } = {},
  ): Promise<number> {
    const outcome = await database.transaction(async trx => {
      if (!(await this.takeTurn(trx))) return { handedOn: 0 };
      const rows = await trx('outbox_events')
        .whereNull('published_at')
        .orderBy('position')
        .limit(options.limit ?? 100)
        .select('position', 'envelope');
      return handOn(trx, rows, publish);
    });
    if (outcome.failure) throw outcome.failure;
    return outcome.handedOn;
  }

  private async takeTurn(trx: Knex): Promise<boolean> {
    const answer = await trx.raw(
      'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as locked',
      [`sceneshift.outbox:${this.source}`],
    );
    return answer.rows[0].locked;
  }
}

/** Keeps what was handed on before a failure: the error is returned, not thrown, so that the marks are committed. */
async function handOn(
  trx: Knex,
  rows: Array<{ position: string; envelope: EventEnvelope }>,
  publish: (envelope: EventEnvelope) => Promise<void>,
): Promise<{ handedOn: number; failure?: unknown }> {
  let handedOn = 0;
  for (const { position, envelope } of rows) {
    try {
      await publish(envelope);
    } catch (failure) {
      return { handedOn, failure };
    }
    await trx('outbox_events')
      .where({ position })
      .update({ published_at: trx.fn.now() });
    handedOn += 1;
  }
  return { handedOn };
}
