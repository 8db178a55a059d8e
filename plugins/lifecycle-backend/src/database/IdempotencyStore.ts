import type { Knex } from 'knex';

/** A request that was answered before. */
export interface StoredAnswer {
  bodyHash: string;
  /** Absent while the first request is still being worked on. */
  status?: number;
  answer?: unknown;
}

/** Who asked for what, with which key. */
export interface IdempotencyScope {
  organizationId: string;
  /** The caller: keys of two callers never meet. */
  actor: string;
  /** Method and path. */
  operation: string;
  key: string;
}

const VALID_HOURS = 24;
const UNANSWERED_MINUTES = 2;

/** Answers to requests with an `Idempotency-Key`, for 24 hours. */
export class IdempotencyStore {
  constructor(private readonly db: Knex) {}

  /** @returns undefined when this request is the first and now owns the key */
  async claim(
    scope: IdempotencyScope,
    bodyHash: string,
  ): Promise<StoredAnswer | undefined> {
    await this.forget();
    const inserted = await this.db('idempotency_keys')
      .insert({ ...toRow(scope), body_hash: bodyHash })
      .onConflict(['organization_id', 'actor', 'operation', 'key'])
      .ignore()
      .returning('key');
    if (inserted.length) return undefined;
    const row = await this.db('idempotency_keys').where(toRow(scope)).first();
    return {
      bodyHash: row?.body_hash ?? bodyHash,
      status: row?.status ?? undefined,
      answer: row?.answer ?? undefined,
    };
  }

  async store(
    scope: IdempotencyScope,
    status: number,
    answer: unknown,
  ): Promise<void> {
    await this.db('idempotency_keys')
      .where(toRow(scope))
      .update({ status, answer: JSON.stringify(answer) });
  }

  /** The request did not come to an answer worth keeping: it may be tried again. */
  async release(scope: IdempotencyScope): Promise<void> {
    await this.db('idempotency_keys').where(toRow(scope)).delete();
  }

  /** Answers that are too old, and requests whose process died before it answered. */
  private async forget(): Promise<void> {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await this.db('idempotency_keys')
      .where('created_at', '<', ago(VALID_HOURS * 60))
      .orWhere(unanswered =>
        unanswered
          .whereNull('status')
          .where('created_at', '<', ago(UNANSWERED_MINUTES)),
      )
      .delete();
  }
}

function toRow({ organizationId, actor, operation, key }: IdempotencyScope) {
  return { organization_id: organizationId, actor, operation, key };
}
