import type { PackageFacts, ResolveRequest } from '../types';
import type { Random } from './Random';

const PACKAGES = 40;
const VERSIONS = 16;
const PER_MAJOR = 4;

/**
 * A request for half of the packages of a registry in which each depends on up to three earlier ones at about its own age: too large for
 * exhaustive search, and with many conflicts.
 */
export function crowdedWorld(random: Random): ResolveRequest {
  const names = Array.from(
    { length: PACKAGES },
    (_, index) => `p${String(index).padStart(2, '0')}`,
  );
  const packages: PackageFacts = {};
  names.forEach((name, index) => {
    const targets = names
      .slice(0, index)
      .filter(() => random.chance(3 / index));
    packages[name] = Object.fromEntries(
      Array.from({ length: VERSIONS }, (_, age) => [
        version(age),
        { dependencies: dependencies(random, targets, age) },
      ]),
    );
  });
  const asked = names.filter(() => random.chance(0.5));
  const roots = Object.fromEntries(
    asked.map(name => [
      name,
      random.chance(0.9) ? '*' : `>=${version(random.below(VERSIONS / 2))}`,
    ]),
  );
  return { packages, roots };
}

function dependencies(
  random: Random,
  targets: readonly string[],
  age: number,
): Record<string, string> {
  return Object.fromEntries(
    targets.map(target => {
      const oldest = Math.max(0, age - random.below(4));
      return [target, `${random.chance(0.05) ? '~' : '^'}${version(oldest)}`];
    }),
  );
}

function version(age: number): string {
  return `${Math.floor(age / PER_MAJOR) + 1}.${age % PER_MAJOR}.0`;
}
