import { Text } from '@backstage/ui';
import styles from './UpgradePage.module.css';

/** One number that counts. */
export function Tile(props: {
  tone: 'success' | 'info' | 'danger';
  count: number;
  label: string;
}) {
  const { tone, count, label } = props;
  return (
    <div
      className={styles.tile}
      data-tone={tone}
      data-none={count === 0 || undefined}
    >
      <span className={styles.count}>{count}</span>
      <Text color="secondary">{label}</Text>
    </div>
  );
}
