import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Claim, IdempotencyScope, KeptAnswer } from './types';

const TABLE = 'kept_answers';
const KEPT_MINUTES = 24 * 60;
/** A process that has neither answered nor renewed its claim by then has died. */
const UNANSWERED_MINUTES = 2;

interface Row {
  claim: string;
  body_hash: string;
  status: number | null;
  content_type: string | null;
  body: string | null;
}

/** The answers of one room to requests with an `Idempotency-Key`, for 24 hours. */
export class IdempotencyStore {
  constructor(
    private readonly database: Knex,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** The first request with a key takes it, and owes it an answer or its release. */
  async claim(scope: IdempotencyScope, bodyHash: string): Promise<Claim> {
    await this.forget();
    const id = randomUUID();
    const inserted = await this.database(TABLE)
      .insert({
        ...keyOf(scope),
        claim: id,
        body_hash: bodyHash,
        created_at: this.now(),
      })
      .onConflict(['organization_id', 'actor', 'operation', 'key'])
      .ignore()
      .returning('claim');
    if (inserted.length > 0) return { kind: 'first', id };
    const row = await this.database<Row>(TABLE).where(keyOf(scope)).first();
    return row ? outcomeOf(row, bodyHash) : { kind: 'in-progress' };
  }

  /** The request is still being worked on. */
  async renew(claimId: string): Promise<void> {
    await this.database(TABLE)
      .where({ claim: claimId })
      .whereNull('status')
      .update({ created_at: this.now() });
  }

  async keep(claimId: string, answer: KeptAnswer): Promise<void> {
    const { status, contentType, body } = answer;
    await this.database(TABLE)
      .where({ claim: claimId })
      .update({ status, content_type: contentType ?? null, body });
  }

  /** The request came to no answer worth keeping: it may be tried again with the same key. */
  async release(claimId: string): Promise<void> {
    await this.database(TABLE).where({ claim: claimId }).delete();
  }

  private async forget(): Promise<void> {
    const ago = (minutes: number) =>
      new Date(this.now().getTime() - minutes * 60_000);
    await this.database(TABLE)
      .where('created_at', '<', ago(KEPT_MINUTES))
      .orWhere(unanswered =>
        unanswered
          .whereNull('status')
          .where('created_at', '<', ago(UNANSWERED_MINUTES)),
      )
      .delete();
  }
}

function outcomeOf(row: Row, bodyHash: string): Claim {
  if (row.body_hash !== bodyHash) return { kind: 'other-body' };
  if (row.status === null) return { kind: 'in-progress' };
  return {
    kind: 'answered',
    answer: {
      status: row.status,
      contentType: row.content_type ?? undefined,
      body: row.body ?? '',
    },
  };
}

function keyOf({ organizationId, actor, operation, key }: IdempotencyScope) {
  return { organization_id: organizationId, actor, operation, key };
}
