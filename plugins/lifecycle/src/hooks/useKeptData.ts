import type { LifecyclePage } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQuery } from '@tanstack/react-query';

const IDLE_POLL_MS = 10_000;
const BUSY_POLL_MS = 1_000;

/** What is kept of the data of plugins, live: faster while something of it is made or deleted. */
export function useKeptData<T extends { state: string }>(options: {
  queryKey: readonly unknown[];
  queryFn: (context: { signal: AbortSignal }) => Promise<LifecyclePage<T>>;
}) {
  return useQuery({
    ...options,
    refetchInterval: ({ state }) =>
      state.data?.items.some(isChanging) ? BUSY_POLL_MS : IDLE_POLL_MS,
  });
}

/** Whether it is still being made, or being deleted. */
export function isChanging({ state }: { state: string }): boolean {
  return state === 'creating' || state === 'deleting';
}
