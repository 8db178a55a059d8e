import { setTimeout as sleep } from 'node:timers/promises';
import type { TestReplica } from './TestReplica';

/** What one version answers of itself. */
interface VersionAnswer {
  version: string;
  pid: number;
  /** When a fault of this version shows, in milliseconds. */
  faultAt?: number;
}

const PATIENCE_MS = 60_000;

/** Looks all the time which version answers, as a client would that does not wait long. */
export class VersionWatch {
  constructor(
    private readonly replica: TestReplica,
    private readonly pluginId: string,
  ) {}

  /** Waits until the version answers; with when it first did. */
  async sees(version: string): Promise<VersionAnswer & { at: number }> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const answer = await this.#look();
      if (answer?.version === version) return { ...answer, at: Date.now() };
      await sleep(20);
    }
    throw new Error(`${this.pluginId} ${version} does not serve`);
  }

  async #look(): Promise<VersionAnswer | undefined> {
    const signal = AbortSignal.timeout(500);
    const path = `/api/${this.pluginId}/version`;
    try {
      return (await this.replica.get<VersionAnswer>(path, { signal })).body;
    } catch {
      // Held, cut or refused: the next look tells.
      return undefined;
    }
  }
}
