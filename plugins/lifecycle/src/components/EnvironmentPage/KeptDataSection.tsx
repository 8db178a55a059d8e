import { Table, Text, type ColumnConfig } from '@backstage/ui';
import { EmptyState, ErrorPanel } from '@sceneshift/backstage-platform-react';
import type { ReactElement, ReactNode } from 'react';
import type { useKeptData } from '../../hooks/useKeptData';
import styles from './EnvironmentPage.module.css';
import type { KeptData } from './keptDataColumns';

interface KeptDataSectionProps<T extends KeptData> {
  title: string;
  description: string;
  /** Makes another one. */
  control?: ReactNode;
  query: ReturnType<typeof useKeptData<T>>;
  columns: ColumnConfig<T>[];
  empty: { icon: ReactElement; title: string; description: string };
  /** The dialog that is open. */
  children?: ReactNode;
}

/** One kind of data that is kept beside what serves: what it is, and what there is of it. */
export function KeptDataSection<T extends KeptData>(
  props: KeptDataSectionProps<T>,
) {
  const { title, query } = props;
  return (
    <section aria-label={title} className={styles.dataSection}>
      <div className={styles.dataHeader}>
        <Text as="h2" variant="title-small" weight="bold">
          {title}
        </Text>
        {props.control}
      </div>
      <Text color="secondary">{props.description}</Text>
      {query.error ? (
        <ErrorPanel
          error={query.error}
          title={`The ${title.toLowerCase()} could not be read`}
          onRetry={() => query.refetch()}
        />
      ) : (
        <Table
          className={styles.table}
          columnConfig={props.columns}
          data={query.data?.items}
          isPending={query.isPending}
          pagination={{ type: 'none' }}
          emptyState={<EmptyState {...props.empty} />}
        />
      )}
      {props.children}
    </section>
  );
}
