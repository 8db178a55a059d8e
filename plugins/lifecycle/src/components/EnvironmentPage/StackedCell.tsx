import { Cell, Text } from '@backstage/ui';
import styles from './EnvironmentPage.module.css';

/** A cell of two lines that wrap: versions and summaries are too long to be cut. */
export function StackedCell(props: { title: string; description?: string }) {
  return (
    <Cell>
      <div className={styles.stack}>
        <Text>{props.title}</Text>
        {props.description && (
          <Text variant="body-small" color="secondary">
            {props.description}
          </Text>
        )}
      </div>
    </Cell>
  );
}
