import type { EventsService } from '@backstage/plugin-events-node';
import type { Outbox } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';

/** Hands committed events to the event bus, one topic per type. */
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
