import {
  Cell,
  CellText,
  Skeleton,
  Table,
  Text,
  type ColumnConfig,
} from '@backstage/ui';
import { RiSettings3Line } from '@remixicon/react';
import { isHostedRole } from '@sceneshift/backstage-platform-common';
import {
  asJsonSchema,
  EmptyState,
  ErrorPanel,
  schemaFields,
  StatusBadge,
  type FormField,
} from '@sceneshift/backstage-platform-react';
import type {
  PackageSummary,
  Plugin,
} from '@sceneshift/backstage-plugin-registry-common';
import { useVersion } from '../../hooks/usePlugin';
import styles from './PluginPage.module.css';

interface Row {
  id: string;
  field: FormField;
}

const COLUMNS: ColumnConfig<Row>[] = [
  {
    id: 'path',
    label: 'Key',
    isRowHeader: true,
    cell: row => <CellText title={row.id} />,
  },
  {
    id: 'kind',
    label: 'Kind',
    width: 180,
    cell: row => (
      <Cell>
        <span className={styles.badges}>
          <StatusBadge tone="neutral" icon={false}>
            {row.field.kind}
          </StatusBadge>
          {row.field.required && (
            <StatusBadge tone="info" icon={false}>
              required
            </StatusBadge>
          )}
        </span>
      </Cell>
    ),
  },
  {
    id: 'description',
    label: 'Description',
    cell: row => (
      <Cell>
        <Text className={styles.breakable}>{row.field.description ?? ''}</Text>
      </Cell>
    ),
  },
  {
    id: 'default',
    label: 'Default',
    width: 160,
    cell: row => (
      <CellText
        title={
          row.field.defaultValue === undefined
            ? ''
            : JSON.stringify(row.field.defaultValue)
        }
      />
    ),
  },
];

/** What can be configured, package by package, of the latest version. */
export function ConfigurationTab({ plugin }: { plugin: Plugin }) {
  const hosted = plugin.packages.filter(item => isHostedRole(item.role));
  return (
    <div className={styles.sections}>
      {hosted.map(item => (
        <PackageConfiguration key={item.name} item={item} />
      ))}
    </div>
  );
}

function PackageConfiguration({ item }: { item: PackageSummary }) {
  const version = useVersion(item.name, item.latestVersion);
  return (
    <section className={styles.section} aria-label={item.name}>
      <Text as="h2" variant="title-x-small" weight="bold">
        {item.name}
      </Text>
      {version.isPending && <Skeleton width="100%" height={120} />}
      {version.error && (
        <ErrorPanel error={version.error} onRetry={() => version.refetch()} />
      )}
      {version.data && <SchemaTable schema={version.data.configSchema} />}
    </section>
  );
}

function SchemaTable(props: { schema: Record<string, unknown> | undefined }) {
  const rows = flatten(schemaFields(asJsonSchema(props.schema)));
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<RiSettings3Line />}
        title="Nothing to configure"
        description="This package declares no configuration."
      />
    );
  }
  return (
    <Table
      className={styles.table}
      columnConfig={COLUMNS}
      data={rows}
      pagination={{ type: 'none' }}
    />
  );
}

function flatten(fields: FormField[]): Row[] {
  return fields.flatMap(field =>
    field.kind === 'object'
      ? flatten(field.fields)
      : [{ id: field.path.join('.'), field }],
  );
}
