import type { Organizations } from '@sceneshift/backstage-platform-node';
import type { EnvironmentDefinition } from '../config/LifecycleConfig';

/**
 * The users and groups that may read an environment: the members of its organization, whatever their role. Signals reach
 * users by these references and by those of their groups alike.
 */
export function readersOf(
  organizations: Organizations,
  environments: EnvironmentDefinition[],
): (environment: string) => string[] {
  const readers = new Map(
    environments.map(({ name, organization }) => [
      name,
      organizations.get(organization)?.members.map(({ ref }) => ref) ?? [],
    ]),
  );
  return environment => readers.get(environment) ?? [];
}
