import { BreadcrumbEntry, useRouteRef } from '@backstage/frontend-plugin-api';
import { Container, Header, Skeleton } from '@backstage/ui';
import {
  currentEnvironment,
  ErrorPanel,
  PausedAlert,
  useEnvironmentChanges,
  useEnvironments,
} from '@sceneshift/backstage-platform-react';
import type { InstalledPlugin } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Plugin } from '@sceneshift/backstage-plugin-registry-common';
import { Route, Routes, useParams } from 'react-router-dom';
import { findInstalled } from '../../hooks/installState';
import { usePlugin } from '../../hooks/usePlugin';
import { pluginRouteRef } from '../../routes';
import { ConfigurationTab } from './ConfigurationTab';
import { PackagesTab } from './PackagesTab';
import { PluginActions } from './PluginActions';
import { ReadmeTab } from './ReadmeTab';
import { VersionsTab } from './VersionsTab';
import styles from './PluginPage.module.css';

/** One plugin: what it is, its versions, and how it gets into this portal. */
export function PluginPage() {
  const { pluginId = '' } = useParams();
  const plugin = usePlugin(pluginId);
  const environment = currentEnvironment(useEnvironments().data);
  useEnvironmentChanges(environment?.name);
  const installed = findInstalled(environment, pluginId);
  const path = useRouteRef(pluginRouteRef)?.({ pluginId }) ?? '';
  return (
    <BreadcrumbEntry
      entry={{ label: plugin.data?.title ?? pluginId, href: path }}
    >
      <Header
        title={plugin.data?.title ?? pluginId}
        description={plugin.data?.description}
        metadata={plugin.data && metadataOf(plugin.data, installed)}
        tags={plugin.data?.keywords.slice(0, 6).map(label => ({ label }))}
        tabs={[
          { id: 'readme', label: 'README', href: path },
          { id: 'versions', label: 'Versions', href: `${path}/versions` },
          { id: 'packages', label: 'Packages', href: `${path}/packages` },
          {
            id: 'configuration',
            label: 'Configuration',
            href: `${path}/configuration`,
          },
        ]}
        customActions={
          plugin.data &&
          environment && (
            <PluginActions
              plugin={plugin.data}
              environment={environment}
              installed={installed}
            />
          )
        }
      />
      <Container pt="4" pb="8">
        {environment?.paused && (
          <div className={styles.paused}>
            <PausedAlert
              paused={environment.paused}
              environment={environment.title}
            />
          </div>
        )}
        {plugin.error && (
          <ErrorPanel
            error={plugin.error}
            title={`The plugin ${pluginId} could not be read`}
            onRetry={() => plugin.refetch()}
          />
        )}
        {plugin.isPending && <Skeleton width="100%" height={320} />}
        {plugin.data && <PluginTabs plugin={plugin.data} />}
      </Container>
    </BreadcrumbEntry>
  );
}

function PluginTabs({ plugin }: { plugin: Plugin }) {
  return (
    <Routes>
      <Route index element={<ReadmeTab plugin={plugin} />} />
      <Route path="versions" element={<VersionsTab plugin={plugin} />} />
      <Route path="packages" element={<PackagesTab plugin={plugin} />} />
      <Route
        path="configuration"
        element={<ConfigurationTab plugin={plugin} />}
      />
    </Routes>
  );
}

function metadataOf(plugin: Plugin, installed: InstalledPlugin | undefined) {
  const facts: Array<[string, string | undefined]> = [
    ['Latest', plugin.latestVersion],
    ['Installed', installed ? installedVersion(plugin, installed) : 'no'],
    ['Author', plugin.author],
    ['License', plugin.license],
    ['Origin', plugin.origin],
  ];
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

/** Packages of a plugin drift in version: the one that gives the latest version speaks for it. */
function installedVersion(plugin: Plugin, installed: InstalledPlugin): string {
  const leading = plugin.packages.find(
    item => item.latestVersion === plugin.latestVersion,
  );
  const found = installed.packages.find(item => item.name === leading?.name);
  return (found ?? installed.packages[0])?.version ?? 'yes';
}
