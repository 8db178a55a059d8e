import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosWorld } from './ChaosWorld.ts';
import type { Invariant } from './invariants.ts';

/** Waits until all of them hold. @throws Error that names the one that does not */
export async function untilAllHold(
  world: ChaosWorld,
  invariants: Invariant[],
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const fault = await firstFault(world, invariants);
    if (!fault) return;
    if (Date.now() > deadline) throw new Error(fault);
    await sleep(50);
  }
}

async function firstFault(
  world: ChaosWorld,
  invariants: Invariant[],
): Promise<string | undefined> {
  for (const { name, check } of invariants) {
    const fault = await check(world).catch(
      // What is away is asked again until time is up.
      (error: Error) => `${error.message} ${error.cause ?? ''}`,
    );
    if (fault) return `${name}: ${fault}`;
  }
  return undefined;
}
