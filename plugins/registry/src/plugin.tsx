import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiPuzzle2Line } from '@remixicon/react';
import { registryApi } from './extensions/apis';
import { pluginsPage } from './extensions/pages';
import { pluginRouteRef, rootRouteRef } from './routes';

/** @public */
export const registryPlugin = createFrontendPlugin({
  pluginId: 'registry',
  title: 'Plugins',
  icon: <RiPuzzle2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, plugin: pluginRouteRef },
  extensions: [pluginsPage, registryApi],
});
