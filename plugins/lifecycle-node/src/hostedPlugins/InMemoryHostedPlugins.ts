import { EventEmitter, once } from 'node:events';
import type { HostedPluginsService, HostedPluginsSnapshot } from './types';

const LOADED = 'loaded';

/** Keeps the table in this process. */
export class InMemoryHostedPlugins implements HostedPluginsService {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private current: HostedPluginsSnapshot | undefined;
  private updatedAt = -Infinity;

  snapshot(): HostedPluginsSnapshot | undefined {
    return this.current;
  }

  ageMs(): number {
    return performance.now() - this.updatedAt;
  }

  update(snapshot: HostedPluginsSnapshot): void {
    this.current = snapshot;
    this.updatedAt = performance.now();
    this.emitter.emit(LOADED);
  }

  async whenUpdated(timeoutMs: number): Promise<void> {
    await this.next(timeoutMs);
  }

  async whenLoaded(timeoutMs: number): Promise<boolean> {
    return this.current !== undefined || this.next(timeoutMs);
  }

  private async next(timeoutMs: number): Promise<boolean> {
    try {
      await once(this.emitter, LOADED, {
        signal: AbortSignal.timeout(timeoutMs),
      });
      return true;
    } catch (error) {
      if ((error as Error).name === 'AbortError') return false;
      throw error;
    }
  }
}
