import type { Problem } from '../request/Problem';
import type { Lock } from '../types';
import type { Solution } from './Checker';
import { recordOf } from './recordOf';

type LockedPackage = Lock['packages'][string];

/** What has to be kept to resolve to the same again: pass its versions as `installed`. */
export function lockOf({ source, release }: Problem, solution: Solution): Lock {
  const packages = new Map<string, LockedPackage>();
  for (const [name, version] of solution) {
    const { integrity } = source.factsOf(name, version)!;
    packages.set(
      name,
      integrity === undefined ? { version } : { version, integrity },
    );
  }
  return {
    lockVersion: 1,
    snapshot: source.snapshot ?? null,
    release: release ?? null,
    packages: recordOf(packages),
  };
}
