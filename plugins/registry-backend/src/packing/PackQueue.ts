import { fromKnex, PgBoss, type Job } from 'pg-boss';
import type { Knex } from 'knex';
import { whereVersion, type VersionKey } from '../database/rows';

/** What a job asks for. */
export interface PackRequest extends VersionKey {
  baseline: string;
}

/** A claimed job. */
export interface PackClaim extends PackRequest {
  id: string;
  leaseUntil: Date;
}

/** A job's row. */
export interface PackJobRow {
  id: string;
  organization_id: string;
  name: string;
  version: string;
  baseline: string;
  state: 'queued' | 'claimed' | 'completed' | 'failed';
  lease_until: Date | null;
}

const RETRIES = 2;

/**
 * Versions that wait for a pack worker. pg-boss hands each out to one worker and again when its lease ends; the table
 * `pack_jobs` tells people what became of it. One queue per organization: a worker's key sees its own only.
 */
export class PackQueue {
  private constructor(
    private readonly database: Knex,
    private readonly boss: PgBoss,
    private readonly leaseSeconds: number,
  ) {}

  static async create(options: {
    database: Knex;
    organizationIds: string[];
    leaseSeconds: number;
    onError: (error: Error) => void;
  }): Promise<PackQueue> {
    const { database, leaseSeconds } = options;
    const boss = new PgBoss({
      db: fromKnex(database),
      schema: 'pgboss',
      schedule: false,
      superviseIntervalSeconds: Math.min(60, leaseSeconds),
      monitorIntervalSeconds: Math.min(60, leaseSeconds),
    });
    boss.on('error', options.onError);
    await boss.start();
    for (const id of options.organizationIds) {
      await ensureQueue(boss, queueOf(id), leaseSeconds);
    }
    return new PackQueue(database, boss, leaseSeconds);
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: false });
  }

  /** Part of the caller's transaction: no job without its version. */
  async enqueue(
    trx: Knex,
    request: PackRequest,
    afterSeconds: number,
    at: Date,
  ): Promise<void> {
    const { organizationId, name, version, baseline } = request;
    const id = await this.boss.send(
      queueOf(organizationId),
      { name, version, baseline },
      { db: fromKnex(trx), startAfter: afterSeconds },
    );
    await trx('pack_jobs').insert({
      ...whereVersion(request),
      id,
      baseline,
      state: 'queued',
      created_at: at,
    });
  }

  /** The next job of the organization, if there is one right now. */
  async claim(
    organizationId: string,
    by: string,
    at: Date,
  ): Promise<PackClaim | undefined> {
    const [job]: Array<Job<Omit<PackRequest, 'organizationId'>>> =
      await this.boss.fetch(queueOf(organizationId), { batchSize: 1 });
    if (!job) return undefined;
    const leaseUntil = new Date(at.getTime() + this.leaseSeconds * 1_000);
    await this.database('pack_jobs').where({ id: job.id }).update({
      state: 'claimed',
      claimed_by: by,
      lease_until: leaseUntil,
    });
    return { ...job.data, organizationId, id: job.id, leaseUntil };
  }

  async find(
    organizationId: string,
    id: string,
  ): Promise<PackJobRow | undefined> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
    return this.database('pack_jobs')
      .where({ organization_id: organizationId, id })
      .first();
  }

  /** Takes a job off the queue for good. */
  async finish(
    trx: Knex,
    job: Pick<PackJobRow, 'organization_id' | 'id'>,
    end: { state: 'completed' | 'failed'; log?: string; at: Date },
  ): Promise<void> {
    await this.boss.complete(
      queueOf(job.organization_id),
      job.id,
      {},
      { db: fromKnex(trx), includeQueued: true },
    );
    await trx('pack_jobs')
      .where({ id: job.id })
      .update({ state: end.state, log: end.log ?? null, finished_at: end.at });
  }

  /** The unfinished jobs of a version for a baseline. */
  async open(trx: Knex, request: PackRequest): Promise<PackJobRow[]> {
    return trx('pack_jobs')
      .where({ ...whereVersion(request), baseline: request.baseline })
      .whereIn('state', ['queued', 'claimed']);
  }

  /** Jobs that were given out as often as allowed and never answered for. */
  async abandoned(): Promise<PackJobRow[]> {
    const { rows } = await this.database.raw(
      `select row.* from pack_jobs row join pgboss.job job on job.id = row.id
       where row.state = 'claimed' and job.state = 'failed' limit 100`,
    );
    return rows;
  }
}

async function ensureQueue(
  boss: PgBoss,
  name: string,
  leaseSeconds: number,
): Promise<void> {
  const options = { expireInSeconds: leaseSeconds, retryLimit: RETRIES };
  await boss.createQueue(name, options);
  await boss.updateQueue(name, options);
}

function queueOf(organizationId: string): string {
  return `registry-pack/${organizationId}`;
}
