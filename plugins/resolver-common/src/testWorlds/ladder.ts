import type { ResolveRequest, VersionFacts } from '../types';

/** Two packages of which each version of one leads to a version of the other, and that to the next one: without an end. */
export function ladder(rungs: number): ResolveRequest {
  const left: Record<string, VersionFacts> = {};
  const right: Record<string, VersionFacts> = {};
  for (let rung = 1; rung <= rungs; rung++) {
    left[`${rung}.0.0`] = { dependencies: { right: `>=${rung + 1}.0.0` } };
    right[`${rung}.0.0`] = { dependencies: { left: `>=${rung}.0.0` } };
  }
  return { packages: { left, right }, roots: { left: '*', right: '*' } };
}
