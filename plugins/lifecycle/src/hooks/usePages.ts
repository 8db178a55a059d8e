import type { LifecyclePage } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useInfiniteQuery } from '@tanstack/react-query';

interface PageRequest {
  limit: number;
  cursor?: string;
}

/** A listing that grows page by page. */
export function usePages<T>(options: {
  queryKey: readonly unknown[];
  pageSize: number;
  load: (
    request: PageRequest,
    signal: AbortSignal,
  ) => Promise<LifecyclePage<T>>;
}) {
  const { queryKey, pageSize, load } = options;
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      load({ limit: pageSize, cursor: pageParam }, signal),
    getNextPageParam: page => page.nextCursor,
  });
  return { ...query, items: query.data?.pages.flatMap(page => page.items) };
}
