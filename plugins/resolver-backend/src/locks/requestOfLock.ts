import type {
  AcceptedAdvisory,
  Lock,
  ResolverPlan,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Facts } from '../facts/Facts';

type PlannedRequest = ResolverPlan['request'];

/** Without the options of the lock's plan, its overrides would break ranges, and what it was denied would be let in. */
export function requestOfLock(
  lock: Lock,
  facts: Facts,
  { host, options = {} }: Partial<PlannedRequest> = {},
): PlannedRequest {
  const installed = versionsOf(lock);
  const { acceptAdvisories = [] } = options;
  return {
    host,
    roots: installed,
    installed,
    backstageRelease: lock.release ?? undefined,
    options: {
      ...options,
      fixAdvisories: [],
      acceptAdvisories: [...acceptAdvisories, ...advisoriesOf(lock, facts)],
    },
  };
}

/** What the lock's plan put up with is not judged anew. */
function advisoriesOf({ packages }: Lock, facts: Facts): AcceptedAdvisory[] {
  return Object.entries(packages).flatMap(([name, { version }]) => {
    const { advisories = [] } = facts.packages[name]?.[version] ?? {};
    return advisories.map(({ id }) => ({ id, package: name, range: version }));
  });
}

/** What counts as installed. */
export function versionsOf({ packages }: Lock): Record<string, string> {
  return Object.fromEntries(
    Object.entries(packages).map(([name, { version }]) => [name, version]),
  );
}
