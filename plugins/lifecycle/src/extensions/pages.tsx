import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiStackLine } from '@remixicon/react';
import { rootRouteRef } from '../routes';

export const environmentsPage = PageBlueprint.make({
  params: {
    path: '/environments',
    routeRef: rootRouteRef,
    title: 'Environments',
    icon: <RiStackLine />,
    loader: async () => {
      const { LifecycleRouter } = await import('../components/LifecycleRouter');
      return <LifecycleRouter />;
    },
  },
});
