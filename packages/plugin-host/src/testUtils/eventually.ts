import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/**
 * Tries an assertion until it holds. How long things take is a matter of benchmarks, not of tests, which also run on
 * busy machines.
 */
export async function eventually<T>(
  assertion: () => Promise<T> | T,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
