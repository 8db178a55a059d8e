import type { PackJobs } from '../packing/PackJobs';
import type { PackQueue } from '../packing/PackQueue';

/** Gives a verdict to versions whose pack workers died every time. */
export class FailAbandonedPacks {
  constructor(private readonly deps: { queue: PackQueue; jobs: PackJobs }) {}

  async run(): Promise<void> {
    for (const job of await this.deps.queue.abandoned()) {
      const actor = {
        organizationId: job.organization_id,
        ref: 'plugin:registry',
      };
      await this.deps.jobs.fail(actor, job.id, {
        code: 'PACK_TIMEOUT',
        message: `The pack workers that took ${job.name}@${job.version} ended or took too long each time`,
        reproduceCommand: `sceneshift pack ${job.name}@${job.version} --baseline ${job.baseline}`,
      });
    }
  }
}
