import type { EventsService } from '@backstage/plugin-events-node';
import type { Knex } from 'knex';
import type { Outbox } from './Outbox';

/** The task of a room that hands its committed events to the event bus, one topic per type. @public */
export class RelayEvents {
  constructor(
    private readonly deps: {
      database: Knex;
      outbox: Outbox;
      events: EventsService;
    },
  ) {}

  async run(): Promise<void> {
    const { database, outbox, events } = this.deps;
    await outbox.relay(database, envelope =>
      events.publish({ topic: envelope.type, eventPayload: envelope }),
    );
  }
}
