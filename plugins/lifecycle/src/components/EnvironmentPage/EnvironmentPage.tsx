import { BreadcrumbEntry, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Container,
  Header,
  HeaderMetadataStatus,
  Link,
  Skeleton,
} from '@backstage/ui';
import {
  ErrorPanel,
  PausedAlert,
  upgradeRouteRef,
} from '@sceneshift/backstage-platform-react';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { Navigate, Route, Routes, useParams } from 'react-router-dom';
import { useEnvironment } from '../../hooks/useEnvironment';
import { environmentRouteRef } from '../../routes';
import { summarizeHealth } from '../health';
import { ActiveRollout } from './ActiveRollout';
import { DataTab } from './DataTab';
import { GenerationsTab } from './GenerationsTab';
import { PauseControl } from './PauseControl';
import { PluginsTab } from './PluginsTab';
import { ReplicasTab } from './ReplicasTab';
import { RolloutsTab } from './RolloutsTab';
import styles from './EnvironmentPage.module.css';

const TABS = [
  { id: 'plugins', label: 'Plugins' },
  { id: 'generations', label: 'Generations' },
  { id: 'rollouts', label: 'Rollouts' },
  { id: 'data', label: 'Data' },
  { id: 'replicas', label: 'Replicas' },
];

/** One environment: what serves, what served before, and what was tried. */
export function EnvironmentPage() {
  const { environment: name = '' } = useParams();
  const environment = useEnvironment(name);
  const path = useRouteRef(environmentRouteRef)?.({ environment: name }) ?? '';
  const upgradePath = useRouteRef(upgradeRouteRef)?.();
  return (
    <BreadcrumbEntry
      entry={{ label: environment.data?.title ?? name, href: path }}
    >
      <Header
        title={environment.data?.title ?? name}
        metadata={environment.data && metadataOf(environment.data, upgradePath)}
        customActions={
          environment.data && <PauseControl environment={environment.data} />
        }
        tabs={TABS.map(tab => ({ ...tab, href: `${path}/${tab.id}` }))}
      />
      <Container pt="4" pb="8">
        {environment.error && (
          <ErrorPanel
            error={environment.error}
            title={`The environment ${name} could not be read`}
            onRetry={() => environment.refetch()}
          />
        )}
        {environment.isPending && <Skeleton width="100%" height={240} />}
        {environment.data && <EnvironmentTabs environment={environment.data} />}
      </Container>
    </BreadcrumbEntry>
  );
}

function EnvironmentTabs({ environment }: { environment: Environment }) {
  return (
    <div className={styles.content}>
      {environment.paused && <PausedAlert paused={environment.paused} />}
      {environment.activeRolloutId && (
        <ActiveRollout id={environment.activeRolloutId} />
      )}
      <Routes>
        <Route index element={<Navigate to="plugins" replace />} />
        <Route
          path="plugins"
          element={<PluginsTab environment={environment} />}
        />
        <Route
          path="generations"
          element={<GenerationsTab environment={environment} />}
        />
        <Route
          path="rollouts"
          element={<RolloutsTab environment={environment.name} />}
        />
        <Route path="data" element={<DataTab environment={environment} />} />
        <Route
          path="replicas"
          element={<ReplicasTab environment={environment} />}
        />
      </Routes>
    </div>
  );
}

const STATUS_COLORS = {
  success: 'success',
  danger: 'danger',
  warning: 'warning',
  info: 'info',
  progress: 'info',
  neutral: 'info',
} as const;

function metadataOf(environment: Environment, upgradePath?: string) {
  const { name, backstageRelease } = environment;
  const { tone, label } = summarizeHealth(environment);
  return [
    {
      label: 'State',
      value: <HeaderMetadataStatus label={label} color={STATUS_COLORS[tone]} />,
    },
    {
      label: 'Generation',
      value: environment.servingGeneration
        ? String(environment.servingGeneration)
        : 'none',
    },
    {
      label: 'Backstage',
      value: upgradePath ? (
        <Link
          href={`${upgradePath}?${new URLSearchParams({ environment: name })}`}
        >
          {backstageRelease}
        </Link>
      ) : (
        backstageRelease
      ),
    },
    ...(environment.current ? [{ label: 'Serves', value: 'this portal' }] : []),
  ];
}
