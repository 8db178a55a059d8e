import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Lock } from '@sceneshift/backstage-plugin-resolver-common';
import type { Facts } from '../facts/Facts';

/**
 * A version is its bytes: when the facts name other ones than the lock, one of the two is not to be trusted.
 *
 * @throws SceneshiftError `LOCK_DRIFT`, naming every such version
 */
export function assertSameIntegrity(
  { packages }: Lock,
  facts: Pick<Facts, 'packages'>,
): void {
  const drifted = Object.entries(packages).filter(
    ([name, { version, integrity }]) => {
      const present = facts.packages[name]?.[version]?.integrity;
      return integrity !== undefined && present !== integrity;
    },
  );
  if (drifted.length === 0) return;
  const details = drifted.map(([name, { version, integrity }]) => ({
    name,
    version,
    locked: integrity,
    present: facts.packages[name]?.[version]?.integrity ?? null,
  }));
  const names = details.map(({ name, version, locked, present }) =>
    present
      ? `${name}@${version} was locked with ${locked}, and now has ${present}`
      : `${name}@${version} is not installable any more`,
  );
  throw new SceneshiftError(
    'LOCK_DRIFT',
    `${names.join('; ')}. Find out why before you make a new lock.`,
    { details: { drifted: details } },
  );
}
