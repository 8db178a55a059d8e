import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiPuzzle2Line } from '@remixicon/react';
import { rootRouteRef } from '../routes';

export const pluginsPage = PageBlueprint.make({
  params: {
    path: '/plugins',
    routeRef: rootRouteRef,
    title: 'Plugins',
    icon: <RiPuzzle2Line />,
    loader: async () => {
      const { RegistryRouter } = await import('../components/RegistryRouter');
      return <RegistryRouter />;
    },
  },
});
