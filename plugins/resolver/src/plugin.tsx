import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiNodeTree } from '@remixicon/react';
import { resolverApi } from './extensions/apis';
import { dependenciesPage } from './extensions/pages';
import { rootRouteRef } from './routes';

/** @public */
export const resolverPlugin = createFrontendPlugin({
  pluginId: 'resolver',
  title: 'Dependencies',
  icon: <RiNodeTree />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef },
  extensions: [dependenciesPage, resolverApi],
});
