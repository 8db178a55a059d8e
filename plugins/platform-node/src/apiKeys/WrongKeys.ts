import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { LRUCache } from 'lru-cache';

/** Wrong keys from one address in one window that are answered as what they are. */
const ALLOWED = 20;
const WINDOW_MS = 60_000;
/** Addresses that are remembered at a time: the most that strangers can make this process hold. */
const REMEMBERED = 10_000;

/** Where a key comes from. */
export interface KeySource {
  address: string;
  /** The key's id, when there is such a key. */
  keyId?: string;
}

/**
 * Slows down who tries keys: counts wrong ones per client address and minute, in the memory of this process.
 *
 * Many clients may share one address, behind a proxy that is not told of in `backend.trustProxy`. So a key that exists is
 * counted by itself: whatever else comes from its address, it passes. It waits only when its own id was sent from there
 * with wrong secrets, or after it ran out or was revoked.
 */
export class WrongKeys {
  private readonly windows: LRUCache<string, { count: number; end: number }>;
  private readonly networkOf: (address: string) => string;

  constructor(private readonly now: () => Date) {
    // Loaded here: whoever imports this package for its types does not wait for them.
    const lru = require('lru-cache') as typeof import('lru-cache');
    const limits =
      require('express-rate-limit') as typeof import('express-rate-limit');
    this.windows = new lru.LRUCache({ max: REMEMBERED });
    this.networkOf = address => limits.ipKeyGenerator(address);
  }

  /** @throws SceneshiftError `RATE_LIMITED` */
  assertFew(source: KeySource): void {
    const window = this.windows.get(this.nameOf(source));
    const left = (window?.end ?? 0) - this.now().getTime();
    if (!window || window.count < ALLOWED || left <= 0) return;
    const retryAfterSeconds = Math.ceil(left / 1_000);
    throw new SceneshiftError(
      'RATE_LIMITED',
      `Too many wrong API keys came from ${source.address}: check the key, and try again in ${retryAfterSeconds} s`,
      { details: { retryAfterSeconds } },
    );
  }

  add(source: KeySource): void {
    const name = this.nameOf(source);
    const now = this.now().getTime();
    const window = this.windows.get(name);
    if (window && window.end > now) window.count += 1;
    else this.windows.set(name, { count: 1, end: now + WINDOW_MS });
  }

  /** Who has one IPv6 address has its whole network: that counts as one. */
  private nameOf({ address, keyId = '' }: KeySource): string {
    return `${this.networkOf(address)} ${keyId}`;
  }
}
