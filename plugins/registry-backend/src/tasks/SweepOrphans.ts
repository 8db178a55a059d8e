import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ArtifactStore } from '@sceneshift/backstage-platform-node';
import type { BlobRegister } from '../database/BlobRegister';

const AGE_MS = 60 * 60 * 1_000;

/** Deletes blobs that a crash between bytes and row has left behind. */
export class SweepOrphans {
  constructor(
    private readonly deps: {
      blobs: BlobRegister;
      artifacts: ArtifactStore;
      logger: LoggerService;
      now: () => Date;
    },
  ) {}

  async run(): Promise<void> {
    const { blobs, artifacts, logger, now } = this.deps;
    const before = new Date(now().getTime() - AGE_MS);
    const removed = await blobs.sweep(before, digest =>
      artifacts.delete(digest),
    );
    if (removed.length > 0) {
      logger.info(`Removed ${removed.length} blobs that no version names`);
    }
  }
}
