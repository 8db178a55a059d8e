import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const environmentRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:environment',
});
