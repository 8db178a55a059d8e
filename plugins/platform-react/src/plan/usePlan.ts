import { useApi } from '@backstage/frontend-plugin-api';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lifecycleApiRef } from '../api/LifecycleApi';
import { useDebounced } from './useDebounced';

const DEBOUNCE_MS = 400;

/**
 * The plan of some changes, made anew whenever they change. While the next one is made, the last one stays
 * in view but may not be confirmed: `isCurrent` tells them apart.
 *
 * @public
 */
export function usePlan(environment: string, changes: PlannedChange[]) {
  const lifecycle = useApi(lifecycleApiRef);
  const wanted = JSON.stringify(changes);
  const settled = useDebounced(wanted, DEBOUNCE_MS);
  const query = useQuery({
    queryKey: ['plan', environment, settled],
    queryFn: ({ signal }) =>
      lifecycle.createPlan(
        environment,
        JSON.parse(settled) as PlannedChange[],
        signal,
      ),
    placeholderData: keepPreviousData,
    // A plan binds to the state it was made from: never answer from memory, never make one unasked.
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    refetchOnReconnect: false,
  });
  return {
    ...query,
    isCurrent:
      settled === wanted && query.isSuccess && !query.isPlaceholderData,
  };
}
