import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiStackLine } from '@remixicon/react';
import { lifecycleApi } from './extensions/apis';
import { environmentsPage } from './extensions/pages';
import { environmentRouteRef, rootRouteRef } from './routes';

/** @public */
export const lifecyclePlugin = createFrontendPlugin({
  pluginId: 'lifecycle',
  title: 'Environments',
  icon: <RiStackLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, environment: environmentRouteRef },
  extensions: [environmentsPage, lifecycleApi],
});
