import { Text } from '@backstage/ui';
import type { ResolverPlan } from '@sceneshift/backstage-plugin-resolver-common';
import styles from './PlansPage.module.css';

/** What a plan was asked for. */
export function PlanRequest({ request }: Pick<ResolverPlan, 'request'>) {
  const asked = askedIn(request);
  return (
    <section aria-label="What was asked">
      <Text as="h3" variant="body-small" weight="bold">
        What was asked
      </Text>
      {asked.length > 0 ? (
        <ul className={styles.asked}>
          {asked.map(({ name, what }) => (
            <li key={name}>
              {name} <code>{what}</code>
            </li>
          ))}
        </ul>
      ) : (
        <Text color="secondary">That what is installed fits</Text>
      )}
    </section>
  );
}

function askedIn({
  roots = {},
  update = [],
  options,
}: ResolverPlan['request']) {
  const moved = update === 'all' ? ['all packages'] : update;
  return [
    ...Object.entries(roots).map(([name, what]) => ({ name, what })),
    ...moved
      .filter(name => !Object.hasOwn(roots, name))
      .map(name => ({ name, what: 'newest' })),
    ...(options?.fixAdvisories ?? []).map(name => ({ name, what: 'fixed' })),
  ];
}
