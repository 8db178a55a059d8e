import { RefusedError } from './RefusedError';
import type { SupervisorLog } from './SupervisorLog';

/** Tells of a trouble once while it lasts, and of another one anew: not every five seconds. */
export class LastingTrouble {
  #kind: string | undefined;

  constructor(
    private readonly log: SupervisorLog,
    private readonly words: { begins: string; ends: string },
  ) {}

  tell(error: Error): void {
    const code = error instanceof RefusedError ? error.code : undefined;
    const kind = code ?? error.name;
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.log.warn(this.words.begins, { code, cause: error.message });
  }

  over(): void {
    if (this.#kind !== undefined) this.log.info(this.words.ends);
    this.#kind = undefined;
  }
}
