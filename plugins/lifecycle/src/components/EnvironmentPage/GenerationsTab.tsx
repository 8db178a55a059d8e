import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Skeleton, Text } from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import {
  ChangeDialog,
  EmptyState,
  ErrorPanel,
  lifecycleApiRef,
  lifecycleKeys,
  Principal,
  RelativeTime,
  StatusBadge,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  Generation,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMemo, useState } from 'react';
import { usePages } from '../../hooks/usePages';
import { describeGeneration } from '../health';
import styles from './EnvironmentPage.module.css';

const PAGE_SIZE = 20;

/** Every set of versions that served or was tried, newest first; any that served can serve again. */
export function GenerationsTab({ environment }: { environment: Environment }) {
  const lifecycle = useApi(lifecycleApiRef);
  const [target, setTarget] = useState<number>();
  const generations = usePages({
    queryKey: lifecycleKeys.generations(environment.name),
    pageSize: PAGE_SIZE,
    load: (request, signal) =>
      lifecycle.listGenerations(environment.name, request, signal),
  });
  return (
    <>
      {generations.error && (
        <ErrorPanel
          error={generations.error}
          title="The generations could not be read"
          onRetry={() => generations.refetch()}
        />
      )}
      {generations.isPending && <Skeleton width="100%" height={120} />}
      {generations.items?.length === 0 && (
        <EmptyState
          icon={<RiHistoryLine />}
          title="No generation yet"
          description="The first install makes the first one."
        />
      )}
      <ol className={styles.generations}>
        {generations.items?.map(generation => (
          <GenerationItem
            key={generation.number}
            generation={generation}
            onRollback={setTarget}
          />
        ))}
      </ol>
      {generations.hasNextPage && (
        <Button
          variant="secondary"
          isPending={generations.isFetchingNextPage}
          onPress={() => generations.fetchNextPage()}
        >
          Show earlier
        </Button>
      )}
      {target !== undefined && (
        <RollbackDialog
          environment={environment.name}
          generation={target}
          onClose={() => setTarget(undefined)}
        />
      )}
    </>
  );
}

function GenerationItem(props: {
  generation: Generation;
  onRollback: (generation: number) => void;
}) {
  const { generation, onRollback } = props;
  const { label, tone } = describeGeneration(generation.state);
  return (
    <li className={styles.generation} data-state={generation.state}>
      <span
        className={styles.number}
        aria-label={`Generation ${generation.number}`}
      >
        {generation.number}
      </span>
      <div className={styles.generationBody}>
        <div className={styles.generationTitle}>
          <Text weight="bold">{generation.summary}</Text>
          <StatusBadge tone={tone} icon={tone !== 'neutral'}>
            {label}
          </StatusBadge>
        </div>
        <Text variant="body-small" color="secondary">
          <Principal entityRef={generation.createdBy} />,{' '}
          <RelativeTime iso={generation.createdAt} />
        </Text>
        <div className={styles.chips}>
          {generation.plugins.map(plugin => (
            <StatusBadge key={plugin.pluginId} tone="neutral" icon={false}>
              {plugin.pluginId} {plugin.packages[0]?.version}
              {plugin.enabled ? '' : ' (disabled)'}
            </StatusBadge>
          ))}
        </div>
      </div>
      {generation.state === 'superseded' && (
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiHistoryLine />}
          onPress={() => onRollback(generation.number)}
        >
          Roll back
        </Button>
      )}
    </li>
  );
}

function RollbackDialog(props: {
  environment: string;
  generation: number;
  onClose: () => void;
}) {
  const { environment, generation, onClose } = props;
  const change = useMemo(
    () => ({ action: 'rollback' as const, generation }),
    [generation],
  );
  return (
    <ChangeDialog
      environment={environment}
      title={`Roll back to generation ${generation}`}
      change={change}
      confirmLabel="Roll back"
      successTitle={`The plugins of generation ${generation} serve again`}
      onClose={onClose}
    />
  );
}
