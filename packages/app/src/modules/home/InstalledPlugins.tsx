import { ButtonLink, Card, CardBody, Skeleton, Text } from '@backstage/ui';
import { RiPuzzle2Line } from '@remixicon/react';
import {
  currentEnvironment,
  describePluginHealth,
  EmptyState,
  ErrorPanel,
  PluginMonogram,
  StatusBadge,
  useEnvironmentChanges,
  useEnvironments,
} from '@sceneshift/backstage-platform-react';
import type { InstalledPlugin } from '@sceneshift/backstage-plugin-lifecycle-common';
import styles from './HomePage.module.css';

/** The plugins that this portal's environment runs. */
export function InstalledPlugins() {
  const environments = useEnvironments();
  const environment = currentEnvironment(environments.data);
  useEnvironmentChanges(environment?.name);
  return (
    <section className={styles.installed} aria-label="Installed plugins">
      <Text as="h2" variant="title-small" weight="bold">
        {environment ? `Running in ${environment.title}` : 'Running plugins'}
      </Text>
      {environments.isPending && <Skeleton width="100%" height={72} />}
      {environments.error && (
        <ErrorPanel
          error={environments.error}
          title="The installed plugins could not be read"
          onRetry={() => environments.refetch()}
        />
      )}
      {environment && <PluginCards plugins={environment.plugins} />}
    </section>
  );
}

function PluginCards({ plugins }: { plugins: InstalledPlugin[] }) {
  if (plugins.length === 0) {
    return (
      <EmptyState
        icon={<RiPuzzle2Line />}
        title="No plugin is installed yet"
        description="Pick one from the registry: it serves within seconds, and nothing restarts."
        action={
          <ButtonLink href="/plugins" variant="primary">
            Browse plugins
          </ButtonLink>
        }
      />
    );
  }
  return (
    <div className={styles.plugins}>
      {plugins.map(plugin => (
        <Card
          key={plugin.pluginId}
          href={`/plugins/${plugin.pluginId}`}
          label={plugin.pluginId}
        >
          <CardBody>
            <div className={styles.plugin}>
              <PluginMonogram
                pluginId={plugin.pluginId}
                title={plugin.pluginId}
              />
              <div className={styles.pluginText}>
                <Text as="h3" weight="bold">
                  {plugin.pluginId}
                </Text>
                <Text as="p" variant="body-small" color="secondary">
                  {plugin.packages[0]?.version}
                </Text>
              </div>
              <Health plugin={plugin} />
            </div>
          </CardBody>
        </Card>
      ))}
    </div>
  );
}

function Health({ plugin }: { plugin: InstalledPlugin }) {
  const { label, tone } = describePluginHealth(plugin.health);
  return (
    <StatusBadge tone={tone} title={plugin.reason?.message}>
      {label}
    </StatusBadge>
  );
}
