import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Knex } from 'knex';

/** What happened, by whom, to what. @public */
export interface AuditEntry {
  organizationId: string;
  /** As `principalRef` names it. */
  actor: string;
  /** `<room>.<noun>.<past participle>`. */
  action: string;
  /** What it was done to, e.g. `@acme/plugin-hello@1.0.0`. */
  subject: string;
  /** JSON values only, no secrets. */
  details: Record<string, unknown>;
}

/** One stored row. @public */
export interface AuditRecord extends AuditEntry {
  sequence: number;
  occurredAt: string;
  previousHash: string;
  hash: string;
}

/** The result of a check of one organization's chain. @public */
export type AuditVerification =
  | { ok: true; length: number }
  | { ok: false; brokenAt: number; reason: string };

const FIRST_HASH = '0'.repeat(64);

/**
 * An append-only log in the room's own database, written in the transaction of the change it tells of.
 * Each organization's rows form a hash chain over canonical JSON (RFC 8785), so that an edit, a removal or an
 * insertion shows.
 *
 * @public
 */
export class AuditLog {
  private readonly now: () => Date;

  constructor(options: { now?: () => Date } = {}) {
    this.now = options.now ?? (() => new Date());
  }

  async append(trx: Knex, entry: AuditEntry): Promise<AuditRecord> {
    await lockChain(trx, entry.organizationId);
    const last = await trx('audit_log')
      .where({ organization_id: entry.organizationId })
      .orderBy('sequence', 'desc')
      .first('sequence', 'hash');
    const record = seal({
      ...entry,
      details: JSON.parse(JSON.stringify(entry.details)),
      sequence: Number(last?.sequence ?? 0) + 1,
      occurredAt: this.now().toISOString(),
      previousHash: last?.hash ?? FIRST_HASH,
    });
    await trx('audit_log').insert(toRow(record));
    return record;
  }

  /** Recomputes an organization's chain from its first row on. */
  async verify(
    database: Knex,
    organizationId: string,
  ): Promise<AuditVerification> {
    const rows = await database('audit_log')
      .where({ organization_id: organizationId })
      .orderBy('sequence');
    let previousHash = FIRST_HASH;
    for (const [index, row] of rows.entries()) {
      const reason = faultOf(fromRow(row), index + 1, previousHash);
      if (reason) return { ok: false, brokenAt: index + 1, reason };
      previousHash = row.hash;
    }
    return { ok: true, length: rows.length };
  }
}

function faultOf(
  record: AuditRecord,
  sequence: number,
  previousHash: string,
): string | undefined {
  if (record.sequence !== sequence) return `row ${sequence} is missing`;
  if (record.previousHash !== previousHash) return 'the chain is cut';
  if (seal(record).hash !== record.hash) return 'the row was changed';
  return undefined;
}

/** Appends of one organization wait for each other until commit: a chain has one end. */
async function lockChain(trx: Knex, organizationId: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `sceneshift.audit:${organizationId}`,
  ]);
}

function seal(record: Omit<AuditRecord, 'hash'>): AuditRecord {
  const { organizationId, sequence, occurredAt, actor } = record;
  const { action, subject, details, previousHash } = record;
  const sealed = {
    organizationId,
    sequence,
    occurredAt,
    actor,
    action,
    subject,
    details,
    previousHash,
  };
  const bytes = canonicalize(sealed) as string;
  return { ...sealed, hash: createHash('sha256').update(bytes).digest('hex') };
}

interface AuditRow {
  organization_id: string;
  sequence: string | number;
  occurred_at: Date;
  actor: string;
  action: string;
  subject: string;
  details: Record<string, unknown>;
  previous_hash: string;
  hash: string;
}

function toRow(record: AuditRecord) {
  return {
    organization_id: record.organizationId,
    sequence: record.sequence,
    occurred_at: record.occurredAt,
    actor: record.actor,
    action: record.action,
    subject: record.subject,
    details: JSON.stringify(record.details),
    previous_hash: record.previousHash,
    hash: record.hash,
  };
}

function fromRow(row: AuditRow): AuditRecord {
  return {
    organizationId: row.organization_id,
    sequence: Number(row.sequence),
    occurredAt: row.occurred_at.toISOString(),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    details: row.details,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
