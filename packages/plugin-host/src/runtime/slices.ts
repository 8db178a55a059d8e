import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 4;

/** Does all the steps at once: nobody waits yet. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Does the steps a few milliseconds at a time: the process that looks at thousands of files also forwards requests, and
 * none of them should wait for that.
 */
export async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end) {
      const step = steps.next();
      if (step.done) return step.value;
    }
    await setImmediate();
  }
}
