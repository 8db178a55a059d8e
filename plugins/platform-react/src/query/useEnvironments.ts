import { useApi } from '@backstage/frontend-plugin-api';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQuery } from '@tanstack/react-query';
import { lifecycleApiRef } from '../api/LifecycleApi';
import { lifecycleKeys } from './lifecycleKeys';

const IDLE_POLL_MS = 15_000;

/**
 * The environments that the caller may see.
 *
 * @public
 */
export function useEnvironments() {
  const lifecycle = useApi(lifecycleApiRef);
  return useQuery({
    queryKey: lifecycleKeys.environments,
    queryFn: async ({ signal }) =>
      (await lifecycle.listEnvironments(signal)).items,
    refetchInterval: IDLE_POLL_MS,
  });
}

/**
 * The environment that this portal serves, else the only one there is.
 *
 * @public
 */
export function currentEnvironment(
  environments: Environment[] | undefined,
): Environment | undefined {
  return environments?.find(item => item.current) ?? environments?.[0];
}
