import { setTimeout as sleep } from 'node:timers/promises';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Actor, Mutation } from '@sceneshift/backstage-platform-node';
import type { ArtifactRecordStore } from '../database/ArtifactRecordStore';
import type { FactsStore } from '../database/FactsStore';
import type { VerdictStore } from '../database/VerdictStore';
import type { PackClaim, PackJobRow, PackQueue } from './PackQueue';

/** What a worker says of a job that cannot be done. */
export interface PackFailure {
  code: string;
  message: string;
  reproduceCommand?: string;
  log?: string;
}

const CLAIM_WAIT_MS = 20_000;
const CLAIM_INTERVAL_MS = 500;

/** The pack worker's side of the queue. */
export class PackJobs {
  constructor(
    private readonly deps: {
      queue: PackQueue;
      verdicts: VerdictStore;
      records: ArtifactRecordStore;
      facts: FactsStore;
      mutation: Mutation;
      now: () => Date;
      waitMs?: number;
    },
  ) {}

  /** Waits for a job; undefined when none came, or when the worker went away. */
  async claim(
    actor: Actor,
    signal: AbortSignal,
  ): Promise<PackClaim | undefined> {
    const { queue, now, waitMs = CLAIM_WAIT_MS } = this.deps;
    const deadline = Date.now() + waitMs;
    while (!signal.aborted) {
      const claim = await queue.claim(actor.organizationId, actor.ref, now());
      if (claim) return claim;
      if (Date.now() >= deadline) return undefined;
      await sleep(CLAIM_INTERVAL_MS);
    }
    return undefined;
  }

  /** @throws SceneshiftError `NOT_FOUND`, `ARTIFACT_NOT_FOUND` when the artifact was not uploaded before */
  async complete(actor: Actor, id: string): Promise<void> {
    const job = await this.find(actor, id);
    if (job.state === 'completed') return;
    const artifacts = await this.deps.records.ofVersion({
      organizationId: job.organization_id,
      name: job.name,
      version: job.version,
    });
    if (!artifacts.some(({ baseline }) => baseline === job.baseline)) {
      throw new SceneshiftError(
        'ARTIFACT_NOT_FOUND',
        `${job.name}@${job.version} has no artifact for Backstage ${job.baseline} yet: upload it first`,
      );
    }
    await this.finish(actor, job, { state: 'completed' });
  }

  /** The reason becomes the version's verdict. A job that has ended by other means stays as it is. */
  async fail(actor: Actor, id: string, failure: PackFailure): Promise<void> {
    const job = await this.find(actor, id);
    if (job.state === 'completed' || job.state === 'failed') return;
    await this.finish(actor, job, { state: 'failed', failure });
  }

  private async find(actor: Actor, id: string): Promise<PackJobRow> {
    const job = await this.deps.queue.find(actor.organizationId, id);
    if (job) return job;
    throw new SceneshiftError('NOT_FOUND', `There is no pack job ${id}`);
  }

  private async finish(
    actor: Actor,
    job: PackJobRow,
    end: { state: 'completed' | 'failed'; failure?: PackFailure },
  ): Promise<void> {
    const { queue, verdicts, mutation, now } = this.deps;
    const { name, version, baseline } = job;
    const { state, failure } = end;
    await mutation.run(actor, async trx => {
      const at = now();
      await queue.finish(trx, job, { state, log: failure?.log, at });
      if (failure) {
        const { code, message, reproduceCommand } = failure;
        const key = { organizationId: job.organization_id, name, version };
        await verdicts.set(
          trx,
          key,
          {
            check: 'artifact',
            baseline,
            state: 'FAILED',
            code,
            message,
            reproduceCommand,
          },
          at,
        );
        await this.deps.facts.touch(trx, key.organizationId, name);
      }
      return {
        result: undefined,
        deed: {
          type: `registry.pack-job.${state}`,
          subject: `${name}@${version}`,
          details: { name, version, baseline, code: failure?.code },
        },
      };
    });
  }
}
