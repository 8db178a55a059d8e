import { useApi } from '@backstage/frontend-plugin-api';
import {
  FINAL_ROLLOUT_STATES,
  type Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { lifecycleApiRef } from '../api/LifecycleApi';
import { lifecycleKeys } from '../query/lifecycleKeys';

const POLL_MS = 1_000;

/** @public */
export function isFinalRollout(rollout: Rollout | undefined): boolean {
  return rollout !== undefined && FINAL_ROLLOUT_STATES.includes(rollout.state);
}

/**
 * A rollout, live until it has ended; its end refreshes everything else that is shown of environments.
 *
 * @public
 */
export function useRollout(id: string) {
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: lifecycleKeys.rollout(id),
    queryFn: ({ signal }) => lifecycle.getRollout(id, signal),
    refetchInterval: ({ state }) =>
      isFinalRollout(state.data) ? false : POLL_MS,
    refetchIntervalInBackground: true,
  });
  const ended = isFinalRollout(query.data);
  useEffect(() => {
    if (ended) {
      queries.invalidateQueries({ queryKey: lifecycleKeys.environments });
      queries.invalidateQueries({ queryKey: ['lifecycle', 'environment'] });
      queries.invalidateQueries({ queryKey: ['lifecycle', 'generations'] });
      queries.invalidateQueries({ queryKey: ['lifecycle', 'rollouts'] });
    }
  }, [ended, queries]);
  return query;
}
