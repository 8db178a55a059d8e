import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ProblemError } from '../api/ProblemError';

const MAX_RETRIES = 2;

/** Refusals do not change by asking again; broken connections may. */
function shouldRetry(failures: number, error: unknown): boolean {
  if (error instanceof ProblemError && error.status < 500) return false;
  return failures < MAX_RETRIES;
}

/**
 * The query client with the portal's habits.
 *
 * @public
 */
export function createPortalQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 5_000 },
      mutations: { retry: false },
    },
  });
}

/**
 * Server state for the pages of one plugin.
 *
 * @public
 */
export function PortalQueryProvider(props: {
  client?: QueryClient;
  children: ReactNode;
}) {
  const [client] = useState(() => props.client ?? createPortalQueryClient());
  return (
    <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
  );
}
