import {
  ButtonLink,
  Cell,
  Link,
  Table,
  Text,
  type ColumnConfig,
} from '@backstage/ui';
import { RiPuzzle2Line } from '@remixicon/react';
import {
  describePluginHealth,
  EmptyState,
  PluginMonogram,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useState } from 'react';
import styles from './EnvironmentPage.module.css';
import { FrontendFailures } from './FrontendFailures';
import { PluginActions, type PluginAction } from './PluginActions';
import { PluginDialogs } from './PluginDialogs';

type Row = InstalledPlugin & { id: string };

/** What serves: each plugin with its versions, its health and what can be done to it. */
export function PluginsTab({ environment }: { environment: Environment }) {
  const [action, setAction] = useState<PluginAction>();
  return (
    <>
      {environment.current && <FrontendFailures />}
      <Table
        className={styles.table}
        columnConfig={createColumns(setAction)}
        data={environment.plugins.map(plugin => ({
          ...plugin,
          id: plugin.pluginId,
        }))}
        pagination={{ type: 'none' }}
        emptyState={
          <EmptyState
            icon={<RiPuzzle2Line />}
            title="Nothing is installed here"
            description="Choose a plugin: it is planned, shown to you, and serves within seconds."
            action={
              <ButtonLink href="/plugins" variant="primary">
                Browse plugins
              </ButtonLink>
            }
          />
        }
      />
      {action && (
        <PluginDialogs
          environment={environment.name}
          action={action}
          onClose={() => setAction(undefined)}
        />
      )}
    </>
  );
}

function createColumns(
  onAction: (action: PluginAction) => void,
): ColumnConfig<Row>[] {
  return [
    {
      id: 'plugin',
      label: 'Plugin',
      isRowHeader: true,
      cell: row => (
        <Cell>
          <div className={styles.plugin}>
            <PluginMonogram pluginId={row.pluginId} title={row.pluginId} />
            <Link href={`/plugins/${row.pluginId}`} weight="bold" standalone>
              {row.pluginId}
            </Link>
          </div>
        </Cell>
      ),
    },
    {
      id: 'packages',
      label: 'Packages',
      cell: row => (
        <Cell>
          <ul className={styles.packages}>
            {row.packages.map(item => (
              <li key={item.name}>
                {item.name} <b>{item.version}</b>
              </li>
            ))}
          </ul>
        </Cell>
      ),
    },
    {
      id: 'health',
      label: 'Health',
      cell: row => (
        <Cell>
          <Health plugin={row} />
        </Cell>
      ),
    },
    {
      id: 'actions',
      label: 'Actions',
      width: 120,
      cell: row => (
        <Cell>
          <PluginActions plugin={row} onAction={onAction} />
        </Cell>
      ),
    },
  ];
}

function Health({ plugin }: { plugin: InstalledPlugin }) {
  const { label, tone } = describePluginHealth(plugin.health);
  return (
    <div className={styles.health}>
      <StatusBadge tone={tone} title={plugin.reason?.code}>
        {label}
      </StatusBadge>
      {plugin.reason && (
        <Text variant="body-small" color="secondary">
          {plugin.reason.message}
        </Text>
      )}
    </div>
  );
}
