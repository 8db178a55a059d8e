import { Cell, Table, Text, type ColumnConfig } from '@backstage/ui';
import { StatusBadge } from '@sceneshift/backstage-platform-react';
import type { UpgradeMove } from '@sceneshift/backstage-plugin-resolver-common';
import { packageColumn, reasonColumn, Version } from '../packageColumns';
import styles from './UpgradePage.module.css';

type Row = UpgradeMove & { id: string };

const COLUMNS: ColumnConfig<Row>[] = [
  packageColumn(),
  {
    id: 'from',
    label: 'From',
    width: 110,
    cell: row => (
      <Cell>
        <Version>{row.from ?? 'new'}</Version>
      </Cell>
    ),
  },
  {
    id: 'to',
    label: 'To',
    width: 110,
    cell: row => (
      <Cell>
        <Version>{row.to}</Version>
      </Cell>
    ),
  },
  {
    id: 'when',
    label: 'When',
    width: 190,
    cell: row => (
      <Cell>
        <StatusBadge tone={row.ahead ? 'success' : 'warning'} icon={false}>
          {row.ahead ? 'now, works in both' : 'with the release'}
        </StatusBadge>
      </Cell>
    ),
  },
  reasonColumn(),
];

/** Packages that need another version in the new release. */
export function Moves({ move }: { move: UpgradeMove[] }) {
  return (
    <section className={styles.section} aria-label="What moves">
      <Text as="h3" variant="title-x-small" weight="bold">
        What moves
      </Text>
      <Table
        columnConfig={COLUMNS}
        data={move.map(item => ({ ...item, id: item.name }))}
        pagination={{ type: 'none' }}
      />
    </section>
  );
}
