import { Select, Skeleton } from '@backstage/ui';
import { EmptyState, ErrorPanel } from '@sceneshift/backstage-platform-react';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { RiStackLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { useChosenEnvironment } from '../../hooks/useChosenEnvironment';
import styles from './ChosenEnvironment.module.css';

interface ChosenEnvironmentProps {
  /** Controls beside the choice. */
  controls?: (environment: Environment) => ReactNode;
  children: (environment: Environment) => ReactNode;
}

/** Lets the reader choose an environment, and shows the rest for it. */
export function ChosenEnvironment(props: ChosenEnvironmentProps) {
  const { query, environment, environments, isMissing, choose } =
    useChosenEnvironment();
  if (query.error) {
    return (
      <ErrorPanel
        error={query.error}
        title="The environments could not be read"
        onRetry={() => query.refetch()}
      />
    );
  }
  if (!query.data) return <Skeleton width="100%" height={320} />;
  if (query.data.length === 0) {
    return (
      <EmptyState
        icon={<RiStackLine />}
        title="There is no environment"
        description="Environments are part of the portal's configuration."
      />
    );
  }
  return (
    <div className={styles.content}>
      <div className={styles.controls}>
        <div className={styles.choice}>
          <Select
            label="Environment"
            options={environments.map(({ name, title, backstageRelease }) => ({
              id: name,
              label: `${title ?? name} (${backstageRelease})`,
            }))}
            selectedKey={environment?.name ?? null}
            onSelectionChange={key => key !== null && choose(String(key))}
          />
        </div>
        {environment && props.controls?.(environment)}
      </div>
      {isMissing && (
        <EmptyState
          icon={<RiStackLine />}
          title="There is no such environment"
          description="It may have been renamed: choose another one."
        />
      )}
      {environment && props.children(environment)}
    </div>
  );
}
