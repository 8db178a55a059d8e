import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Response } from 'express';
import type { IdempotencyStore } from './IdempotencyStore';

/** Several renewals may fail before a claim is forgotten. */
const EVERY_MS = 25_000;
/** Work goes on when its caller has gone, but no work lasts for ever. */
const WITHOUT_CALLER_MS = 60 * 60_000;

/**
 * Keeps a claim for as long as its request is worked on, so that the same key never runs twice at once. A caller that goes
 * does not end that; a process that dies does.
 */
export class ClaimRenewal {
  private readonly timer: NodeJS.Timeout;
  private abandonment: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    claimId: string,
    deps: {
      store: IdempotencyStore;
      logger: LoggerService;
      response: Response;
      everyMs?: number;
    },
  ) {
    const { store, logger, response, everyMs = EVERY_MS } = deps;
    this.timer = setInterval(() => {
      store
        .renew(claimId)
        .catch(error => logger.warn('Could not renew a claim', error));
    }, everyMs).unref();
    response.once('close', () => this.limit());
  }

  /** The request has its answer. */
  stop(): void {
    this.isOver = true;
    clearInterval(this.timer);
    clearTimeout(this.abandonment);
  }

  private limit(): void {
    if (this.isOver) return;
    this.abandonment = setTimeout(() => this.stop(), WITHOUT_CALLER_MS).unref();
  }
}
