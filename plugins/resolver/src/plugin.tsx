import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiNodeTree } from '@remixicon/react';
import { resolverApi } from './extensions/apis';
import { dependenciesPage } from './extensions/pages';
import { plansRouteRef, rootRouteRef, upgradeRouteRef } from './routes';

/** @public */
export const resolverPlugin = createFrontendPlugin({
  pluginId: 'resolver',
  title: 'Dependencies',
  icon: <RiNodeTree />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    upgrade: upgradeRouteRef,
    plans: plansRouteRef,
  },
  extensions: [dependenciesPage, resolverApi],
});
