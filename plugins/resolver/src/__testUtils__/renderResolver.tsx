import { renderInTestApp } from '@backstage/frontend-test-utils';
import { lifecycleApiRef } from '@sceneshift/backstage-platform-react';
import { resolverApiRef, type ResolverApi } from '../api/ResolverApi';
import { ResolverRouter } from '../components/ResolverRouter';
import { rootRouteRef } from '../routes';

const ENVIRONMENTS = [
  { name: 'development', current: true, backstageRelease: '1.54.0' },
  { name: 'staging', current: false, backstageRelease: '1.55.0' },
].map(environment => ({ ...environment, servingGeneration: 1, plugins: [] }));

/** The pages of this plugin in an app, at an address, with a resolver that answers as given. */
export function renderResolver(
  path: string,
  resolver: Partial<ResolverApi>,
  lifecycle: object = {},
) {
  return renderInTestApp(<ResolverRouter />, {
    mountPath: '/dependencies',
    mountedRoutes: { '/dependencies': rootRouteRef },
    initialRouteEntries: [path],
    apis: [
      [
        lifecycleApiRef,
        {
          listEnvironments: async () => ({ items: ENVIRONMENTS }),
          ...lifecycle,
        } as never,
      ],
      [resolverApiRef, resolver as ResolverApi],
    ],
  });
}
