import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const pluginRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:pluginId',
});
