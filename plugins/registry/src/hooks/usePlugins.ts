import { useApi } from '@backstage/frontend-plugin-api';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { registryApiRef } from '../api/registryApiRef';

const PAGE_SIZE = 30;

/** The plugins that match a search, page by page; the last answer stays in view while the next one comes. */
export function usePlugins(query: string) {
  const registry = useApi(registryApiRef);
  const result = useInfiniteQuery({
    queryKey: ['registry', 'plugins', query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      registry.listPlugins(
        { query, limit: PAGE_SIZE, cursor: pageParam },
        signal,
      ),
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  return { ...result, plugins: result.data?.pages.flatMap(page => page.items) };
}
