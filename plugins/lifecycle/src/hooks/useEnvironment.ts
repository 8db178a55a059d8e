import { useApi } from '@backstage/frontend-plugin-api';
import {
  lifecycleApiRef,
  lifecycleKeys,
  useEnvironmentChanges,
} from '@sceneshift/backstage-platform-react';
import { useQuery } from '@tanstack/react-query';

const IDLE_POLL_MS = 10_000;
const ACTIVE_POLL_MS = 1_500;

/** One environment, live: faster while something rolls out. */
export function useEnvironment(name: string) {
  const lifecycle = useApi(lifecycleApiRef);
  useEnvironmentChanges(name);
  return useQuery({
    queryKey: lifecycleKeys.environment(name),
    queryFn: ({ signal }) => lifecycle.getEnvironment(name, signal),
    refetchInterval: ({ state }) =>
      state.data?.activeRolloutId ? ACTIVE_POLL_MS : IDLE_POLL_MS,
  });
}
