import type { Problem } from '../request/Problem';
import type { Lock } from '../types';
import type { Solution } from './Checker';

/** What has to be kept to resolve to the same again: pass its versions as `installed`. */
export function lockOf({ source, release }: Problem, solution: Solution): Lock {
  const packages = Array.from(solution, ([name, version]) => {
    const { integrity } = source.factsOf(name, version)!;
    return [
      name,
      integrity === undefined ? { version } : { version, integrity },
    ] as const;
  });
  return {
    lockVersion: 1,
    snapshot: source.snapshot ?? null,
    release: release ?? null,
    packages: Object.fromEntries(packages),
  };
}
