import type { ReplicaStatus } from '@sceneshift/backstage-plugin-lifecycle-common';
import { LastingTrouble } from './LastingTrouble';
import { SentLogs } from './SentLogs';
import type { SupervisorLog } from './SupervisorLog';

const INTERVAL_MS = 5_000;

/** Posts the status at each change and every 5 seconds; one at a time, always the newest. */
export class StatusReporter {
  #timer: NodeJS.Timeout | undefined;
  #sending = false;
  #changed = false;
  readonly #trouble: LastingTrouble;
  readonly #logs = new SentLogs();

  constructor(
    private readonly options: {
      status: () => ReplicaStatus;
      send: (status: ReplicaStatus) => Promise<void>;
      log: SupervisorLog;
    },
  ) {
    this.#trouble = new LastingTrouble(options.log, {
      begins: 'The status could not be reported; hosts serve on',
      ends: 'The status is reported again',
    });
  }

  start(): void {
    this.#timer = setInterval(() => this.changed(), INTERVAL_MS);
    this.changed();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Something changed: the control plane should know at once. */
  changed(): void {
    this.#changed = true;
    if (!this.#sending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    try {
      while (this.#changed) {
        this.#changed = false;
        const status = this.#logs.withoutKnown(this.options.status());
        await this.options.send(status);
        this.#logs.delivered(status);
      }
      this.#trouble.over();
    } catch (error) {
      // The next interval tries again; hosts serve meanwhile.
      this.#trouble.tell(error as Error);
    } finally {
      this.#sending = false;
    }
  }
}
