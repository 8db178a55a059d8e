import type { IncomingMessage } from 'node:http';

/** The time in which a host has to begin its answer. */
export class AnswerTimer {
  #timer: NodeJS.Timeout;
  readonly #restart = () => {
    clearTimeout(this.#timer);
    this.#timer = this.#begin();
  };

  /**
   * @param body - the request whose last byte starts the time, so that a slow upload is not cut; absent when it has none
   */
  constructor(
    private readonly body: IncomingMessage | undefined,
    private readonly timeoutMs: number,
    private readonly onOverdue: () => void,
  ) {
    this.#timer = this.#begin();
    body?.on('data', this.#restart);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.body?.off('data', this.#restart);
  }

  #begin(): NodeJS.Timeout {
    return setTimeout(this.onOverdue, this.timeoutMs);
  }
}
