import {
  Button,
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
  Reason,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useState } from 'react';
import styles from './EnvironmentPage.module.css';
import { FrontendFailures } from './FrontendFailures';
import { LastRolloutNotice } from './LastRolloutNotice';
import { PluginActions, type PluginAction } from './PluginActions';
import { PluginDialogs } from './PluginDialogs';

type Row = InstalledPlugin & { id: string };

/** What serves: each plugin with its versions, its health and what can be done to it. */
export function PluginsTab({ environment }: { environment: Environment }) {
  const [action, setAction] = useState<PluginAction>();
  return (
    <>
      {!environment.activeRolloutId && (
        <LastRolloutNotice environment={environment} />
      )}
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
      width: '2fr',
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
      width: '3fr',
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
      width: '2fr',
      cell: row => (
        <Cell>
          <Health plugin={row} onAction={onAction} />
        </Cell>
      ),
    },
    {
      id: 'actions',
      label: 'Actions',
      width: 90,
      cell: row => (
        <Cell>
          <PluginActions plugin={row} onAction={onAction} />
        </Cell>
      ),
    },
  ];
}

function Health(props: {
  plugin: InstalledPlugin;
  onAction: (action: PluginAction) => void;
}) {
  const { plugin, onAction } = props;
  const { pluginId, enabled, health, reason } = plugin;
  const { label, tone } = describePluginHealth(health);
  return (
    <div className={styles.stack}>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {reason && (
        <>
          <Text as="span" variant="body-small" color="secondary">
            <Reason code={reason.code}>{reason.message}</Reason>
          </Text>
          <Button
            size="small"
            variant="secondary"
            onPress={() => onAction({ kind: 'logs', pluginId, enabled })}
          >
            Log
          </Button>
        </>
      )}
    </div>
  );
}
