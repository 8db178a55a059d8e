import { Cell, CellText, Table, Text, type ColumnConfig } from '@backstage/ui';
import { StatusBadge } from '@sceneshift/backstage-platform-react';
import type { UpgradeMove } from '@sceneshift/backstage-plugin-resolver-common';
import styles from './UpgradePage.module.css';

type Row = UpgradeMove & { id: string };

const COLUMNS: ColumnConfig<Row>[] = [
  {
    id: 'name',
    label: 'Package',
    isRowHeader: true,
    width: '2fr',
    cell: row => <CellText title={row.name} />,
  },
  {
    id: 'from',
    label: 'From',
    width: 110,
    cell: row => (
      <Cell>
        <code className={styles.version}>{row.from ?? 'new'}</code>
      </Cell>
    ),
  },
  {
    id: 'to',
    label: 'To',
    width: 110,
    cell: row => (
      <Cell>
        <code className={styles.version}>{row.to}</code>
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
  {
    id: 'reason',
    label: 'Why',
    width: '3fr',
    cell: row => (
      <Cell>
        <span className={styles.reason}>{row.reason}</span>
      </Cell>
    ),
  },
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
