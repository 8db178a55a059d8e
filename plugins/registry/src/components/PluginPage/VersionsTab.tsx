import {
  Button,
  Cell,
  CellText,
  Table,
  Text,
  useTable,
  type ColumnConfig,
} from '@backstage/ui';
import {
  RelativeTime,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type {
  PackageSummary,
  Plugin,
  VersionSummary,
} from '@sceneshift/backstage-plugin-registry-common';
import { useMemo, useState } from 'react';
import { sortVersions } from '../../hooks/installState';
import { roleLabel } from '../roles';
import styles from './PluginPage.module.css';
import { VersionDialog } from './VersionDialog';
import { VerdictBadges } from './VerdictBadges';
import { VersionNotes } from './VersionNotes';

type Row = VersionSummary & { id: string };

const PAGE_SIZE = 20;

/** Every version of every package with the outcome of its checks. */
export function VersionsTab({ plugin }: { plugin: Plugin }) {
  return (
    <div className={styles.sections}>
      {plugin.packages.map(item => (
        <PackageVersions key={item.name} item={item} />
      ))}
    </div>
  );
}

function PackageVersions({ item }: { item: PackageSummary }) {
  const [opened, setOpened] = useState<string>();
  const rows = useMemo(
    () =>
      sortVersions(item.versions).map(version => ({
        ...version,
        id: version.version,
      })),
    [item.versions],
  );
  const { tableProps } = useTable<Row>({
    mode: 'complete',
    data: rows,
    paginationOptions:
      rows.length > PAGE_SIZE
        ? { pageSize: PAGE_SIZE, showPageSizeOptions: false }
        : { type: 'none' },
  });
  return (
    <section className={styles.section} aria-label={item.name}>
      <div className={styles.sectionTitle}>
        <Text as="h2" variant="title-x-small" weight="bold">
          {item.name}
        </Text>
        {item.role && (
          <StatusBadge tone="neutral" icon={false}>
            {roleLabel(item.role)}
          </StatusBadge>
        )}
      </div>
      <Table
        className={styles.table}
        {...tableProps}
        columnConfig={createColumns(item, setOpened)}
      />
      {opened && (
        <VersionDialog
          name={item.name}
          version={opened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </section>
  );
}

function createColumns(
  item: PackageSummary,
  onOpen: (version: string) => void,
): ColumnConfig<Row>[] {
  return [
    {
      id: 'version',
      label: 'Version',
      isRowHeader: true,
      width: '1fr',
      minWidth: 150,
      cell: row => (
        <CellText title={row.version} description={tagsOf(item, row.version)} />
      ),
    },
    {
      id: 'published',
      label: 'Published',
      width: 150,
      cell: row => (
        <Cell>
          <RelativeTime iso={row.publishedAt} />
        </Cell>
      ),
    },
    {
      id: 'checks',
      label: 'Checks',
      width: '3fr',
      cell: row => (
        <Cell>
          <VersionState row={row} />
        </Cell>
      ),
    },
    {
      id: 'details',
      label: 'Details',
      width: 120,
      cell: row => (
        <Cell>
          <Button
            size="small"
            variant="secondary"
            aria-label={`Details of ${item.name} ${row.version}`}
            onPress={() => onOpen(row.version)}
          >
            Details
          </Button>
        </Cell>
      ),
    },
  ];
}

function VersionState({ row }: { row: Row }) {
  const reason = row.verdicts.find(
    verdict => verdict.state === 'FAILED' || verdict.state === 'ERROR',
  );
  return (
    <div className={styles.state}>
      <VerdictBadges verdicts={row.verdicts} />
      <VersionNotes version={row} />
      {row.deprecated && (
        <Text variant="body-small" color="warning">
          Deprecated: {row.deprecated}
        </Text>
      )}
      {reason?.message && (
        <Text variant="body-small" color="secondary">
          {reason.message}
        </Text>
      )}
    </div>
  );
}

function tagsOf(item: PackageSummary, version: string): string | undefined {
  const tags = Object.entries(item.distTags)
    .filter(([_tag, tagged]) => tagged === version)
    .map(([tag]) => tag);
  return tags.length > 0 ? tags.join(', ') : undefined;
}
