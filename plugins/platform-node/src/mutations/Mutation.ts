import type { Knex } from 'knex';
import type { AuditLog } from '../audit/AuditLog';
import type { Outbox } from '../outbox/Outbox';

/** Who does it, for audit rows. @public */
export interface Actor {
  organizationId: string;
  /** As `principalRef` names it. */
  ref: string;
}

/** What was done, for the audit log and for other rooms. @public */
export interface Deed {
  /** `<room>.<noun>.<past participle>`: the audit action and the event type alike. */
  type: string;
  subject: string;
  details: Record<string, unknown>;
}

/** Every change of a room runs through here, so that none goes without its audit row and its event. @public */
export class Mutation {
  constructor(
    private readonly deps: {
      database: Knex;
      audit: AuditLog;
      outbox: Outbox;
    },
  ) {}

  /**
   * Runs `change` in a transaction. A deed that it answers is recorded in the same transaction; without one, nothing
   * had to be changed.
   */
  async run<T>(
    actor: Actor,
    change: (trx: Knex.Transaction) => Promise<{ result: T; deed?: Deed }>,
  ): Promise<T> {
    return this.deps.database.transaction(async trx => {
      const { result, deed } = await change(trx);
      if (deed) await this.record(trx, actor, deed);
      return result;
    });
  }

  private async record(trx: Knex, actor: Actor, deed: Deed): Promise<void> {
    const { organizationId, ref } = actor;
    const { type, subject, details } = deed;
    await this.deps.outbox.append(trx, {
      organizationId,
      type,
      data: { subject, ...details },
      userId: ref.startsWith('user:') ? ref : undefined,
    });
    // Last, because the chain is locked until commit.
    await this.deps.audit.append(trx, {
      organizationId,
      actor: ref,
      action: type,
      subject,
      details,
    });
  }
}
