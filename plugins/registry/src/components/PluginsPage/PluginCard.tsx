import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardFooter, CardHeader, Text } from '@backstage/ui';
import {
  PluginMonogram,
  RelativeTime,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type { InstalledPlugin } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { PluginSummary } from '@sceneshift/backstage-plugin-registry-common';
import { pluginRouteRef } from '../../routes';
import { roleLabels } from '../roles';
import styles from './PluginsPage.module.css';

/** A plugin among others: what it is, and whether it runs here. */
export function PluginCard(props: {
  plugin: PluginSummary;
  installed: InstalledPlugin | undefined;
}) {
  const { plugin, installed } = props;
  const route = useRouteRef(pluginRouteRef);
  return (
    <Card
      href={route?.({ pluginId: plugin.pluginId }) ?? ''}
      label={plugin.title}
      className={styles.card}
    >
      <CardHeader>
        <div className={styles.cardHeader}>
          <PluginMonogram pluginId={plugin.pluginId} title={plugin.title} />
          <div className={styles.cardTitle}>
            <Text as="h2" variant="body-large" weight="bold" truncate>
              {plugin.title}
            </Text>
            <Text variant="body-small" color="secondary" truncate>
              {plugin.latestVersion}
              {plugin.author ? ` · ${plugin.author}` : ''}
            </Text>
          </div>
          <InstallBadge plugin={plugin} installed={installed} />
        </div>
      </CardHeader>
      <CardBody>
        <Text className={styles.description}>
          {plugin.description ?? 'No description.'}
        </Text>
      </CardBody>
      <CardFooter>
        <div className={styles.cardFooter}>
          <span className={styles.roles}>
            {roleLabels(plugin.roles).map(role => (
              <StatusBadge key={role} tone="neutral" icon={false}>
                {role}
              </StatusBadge>
            ))}
          </span>
          <Text variant="body-small" color="secondary">
            <RelativeTime iso={plugin.updatedAt} />
          </Text>
        </div>
      </CardFooter>
    </Card>
  );
}

function InstallBadge(props: {
  plugin: PluginSummary;
  installed: InstalledPlugin | undefined;
}) {
  const { plugin, installed } = props;
  if (installed && !installed.enabled) {
    return <StatusBadge tone="neutral">Disabled</StatusBadge>;
  }
  if (installed) return <StatusBadge tone="success">Installed</StatusBadge>;
  if (!plugin.installable) {
    return <StatusBadge tone="warning">Not installable</StatusBadge>;
  }
  return null;
}
