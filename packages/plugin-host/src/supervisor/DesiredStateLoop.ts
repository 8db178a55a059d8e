import { setTimeout as sleep } from 'node:timers/promises';
import type { DesiredState } from '@sceneshift/backstage-plugin-lifecycle-common';
import { LastingTrouble } from './LastingTrouble';
import type { SupervisorLog } from './SupervisorLog';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/** Pulls the desired state by long poll, for ever; a control plane that is away is asked again with back-off. */
export class DesiredStateLoop {
  readonly #stop = new AbortController();
  #revision: string | undefined;
  #failures = 0;
  readonly #trouble: LastingTrouble;

  constructor(
    private readonly options: {
      pull: (
        revision: string | undefined,
        signal: AbortSignal,
      ) => Promise<DesiredState | undefined>;
      onDesired: (desired: DesiredState) => void;
      log: SupervisorLog;
    },
  ) {
    this.#trouble = new LastingTrouble(options.log, {
      begins: 'The desired state could not be pulled; hosts serve on',
      ends: 'The desired state is pulled again',
    });
  }

  async run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#pull(signal);
        this.#failures = 0;
        this.#trouble.over();
      } catch (error) {
        if (!signal.aborted) await this.#pause(error as Error, signal);
      }
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  async #pull(signal: AbortSignal): Promise<void> {
    const desired = await this.options.pull(this.#revision, signal);
    if (!desired || desired.revision === this.#revision) return;
    this.options.onDesired(desired);
    this.#revision = desired.revision;
  }

  async #pause(error: Error, signal: AbortSignal): Promise<void> {
    this.#trouble.tell(error);
    this.#failures += 1;
    const delayMs = Math.min(
      FIRST_DELAY_MS * 2 ** (this.#failures - 1),
      LONGEST_DELAY_MS,
    );
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
  }
}
