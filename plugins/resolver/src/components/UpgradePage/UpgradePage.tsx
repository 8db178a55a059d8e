import { useApi } from '@backstage/frontend-plugin-api';
import { Select, Skeleton } from '@backstage/ui';
import { RiArrowUpCircleLine } from '@remixicon/react';
import {
  CopyableCode,
  EmptyState,
  ErrorPanel,
} from '@sceneshift/backstage-platform-react';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQuery } from '@tanstack/react-query';
import { resolverApiRef } from '../../api/ResolverApi';
import { resolverKeys } from '../../hooks/resolverKeys';
import { ChosenEnvironment } from '../ChosenEnvironment';
import { UpgradeOutcome } from './UpgradeOutcome';
import { useTargetRelease } from './useTargetRelease';
import styles from './UpgradePage.module.css';

/** "Can this environment move to that release, and with what?" */
export function UpgradePage() {
  return (
    <ChosenEnvironment
      controls={environment => <ReleasePicker environment={environment} />}
    >
      {environment => (
        <ReleaseOutcome key={environment.name} environment={environment} />
      )}
    </ChosenEnvironment>
  );
}

function ReleasePicker({ environment }: { environment: Environment }) {
  const { releases, target, choose } = useTargetRelease(environment);
  return (
    <div className={styles.release}>
      <Select
        label="Move to Backstage"
        options={releases.map(release => ({
          id: release,
          label:
            release === environment.backstageRelease
              ? `${release} (present)`
              : release,
          disabled: release === environment.backstageRelease,
        }))}
        placeholder="Choose a release"
        selectedKey={target ?? null}
        onSelectionChange={key => key !== null && choose(String(key))}
      />
    </div>
  );
}

function ReleaseOutcome({ environment }: { environment: Environment }) {
  const { query, target } = useTargetRelease(environment);
  if (query.error) {
    return (
      <ErrorPanel
        error={query.error}
        title="The releases could not be read"
        onRetry={() => query.refetch()}
      />
    );
  }
  if (query.isPending) return <Skeleton width="100%" height={240} />;
  if (target === undefined) return <NothingNewer environment={environment} />;
  return <UpgradeTo environment={environment} to={target} />;
}

function NothingNewer({ environment }: { environment: Environment }) {
  return (
    <EmptyState
      icon={<RiArrowUpCircleLine />}
      title={`Backstage ${environment.backstageRelease} is the newest release that is known here`}
      description="Make the baseline of a newer one, and it can be looked at before anything is moved."
      action={<CopyableCode code="sceneshift baseline create --help" />}
    />
  );
}

function UpgradeTo(props: { environment: Environment; to: string }) {
  const { environment, to } = props;
  const { name, servingGeneration } = environment;
  const resolver = useApi(resolverApiRef);
  const upgrade = useQuery({
    queryKey: resolverKeys.upgrade(name, servingGeneration, to),
    queryFn: ({ signal }) =>
      resolver.planUpgrade({ environment: name, to }, signal),
    // A rollout that is watched here changes what is installed.
    placeholderData: (previous, query) =>
      query?.queryKey[4] === to ? previous : undefined,
  });
  if (upgrade.error) {
    return (
      <ErrorPanel
        error={upgrade.error}
        title={`The move to Backstage ${to} could not be planned`}
        onRetry={() => upgrade.refetch()}
      />
    );
  }
  if (!upgrade.data) return <Skeleton width="100%" height={320} />;
  return <UpgradeOutcome upgrade={upgrade.data} environment={environment} />;
}
