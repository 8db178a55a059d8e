import { Text } from '@backstage/ui';
import type { GraphNode } from '../../api/ResolverApi';
import styles from './DependenciesPage.module.css';

/** Why a package is here, and what would break without it. */
export function NodeDetails({ node }: { node: GraphNode }) {
  const { name, version, reasons, neededBy } = node;
  return (
    <section className={styles.details} aria-live="polite">
      <Text as="h2" weight="bold">
        {name} {version}
      </Text>
      <Text as="h3" weight="bold">
        Why it is here
      </Text>
      <ul>
        {reasons.map(reason => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <Text as="h3" weight="bold">
        What would break without it
      </Text>
      {neededBy.length === 0 && <Text>Nothing that is installed</Text>}
      <ul>
        {neededBy.map(other => (
          <li key={other}>{other}</li>
        ))}
      </ul>
    </section>
  );
}
