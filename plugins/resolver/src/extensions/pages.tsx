import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiNodeTree } from '@remixicon/react';
import { rootRouteRef } from '../routes';

export const dependenciesPage = PageBlueprint.make({
  params: {
    path: '/dependencies',
    routeRef: rootRouteRef,
    title: 'Dependencies',
    icon: <RiNodeTree />,
    loader: async () => {
      const { ResolverRouter } = await import('../components/ResolverRouter');
      return <ResolverRouter />;
    },
  },
});
