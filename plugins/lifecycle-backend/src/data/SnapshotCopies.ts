import { DatabaseCopier, type CopyDeps } from './DatabaseCopier';
import type { PluginDatabase } from './PluginDatabase';

/** Copies that somebody asked for. */
export class SnapshotCopies {
  private readonly copier: DatabaseCopier;

  constructor(private readonly deps: CopyDeps) {
    this.copier = new DatabaseCopier(deps);
  }

  /** What serves is opened again at once, whatever becomes of the copy, which stays closed. */
  async take(copy: PluginDatabase): Promise<void> {
    const { sourceName } = copy;
    if (!sourceName) return;
    try {
      await this.copier.copy(copy, sourceName);
      await this.reopen(sourceName);
      await this.finish(copy);
    } catch (error) {
      await this.reopen(sourceName);
      await this.fail(copy, error as Error);
    }
  }

  /** It may have been displaced and closed since the snapshot was asked for. */
  private async reopen(sourceName: string): Promise<void> {
    if (await this.copier.isSealed(sourceName)) return;
    await this.deps.cluster.open(sourceName);
  }

  private async finish(copy: PluginDatabase): Promise<void> {
    const { cluster, ledger } = this.deps;
    const now = new Date();
    await ledger.release(copy, {
      state: 'ready',
      sizeBytes: await cluster.sizeOf(copy.databaseName),
      displacedAt: now,
      sealedAt: now,
    });
  }

  private async fail(copy: PluginDatabase, { message }: Error): Promise<void> {
    const { pluginId } = copy;
    await this.deps.ledger.release(copy, {
      state: 'failed',
      reason: { code: 'INTERNAL', message, pluginId },
    });
  }
}
