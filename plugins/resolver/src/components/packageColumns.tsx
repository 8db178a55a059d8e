import { Cell, type ColumnConfig } from '@backstage/ui';
import styles from './packageColumns.module.css';

/** Versions, and what stands for one. */
export function Version({ children }: { children: string }) {
  return <code className={styles.version}>{children}</code>;
}

/** The column that names the package of a row. */
export function packageColumn<
  T extends { id: string; name: string },
>(): ColumnConfig<T> {
  return {
    id: 'name',
    label: 'Package',
    isRowHeader: true,
    width: '2fr',
    cell: row => (
      <Cell>
        <span className={styles.name}>{row.name}</span>
      </Cell>
    ),
  };
}

/** The column that says why a package changes. */
export function reasonColumn<
  T extends { id: string; reason: string },
>(): ColumnConfig<T> {
  return {
    id: 'reason',
    label: 'Why',
    width: '3fr',
    cell: row => (
      <Cell>
        <span className={styles.reason}>{row.reason}</span>
      </Cell>
    ),
  };
}
