import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The page of who needs whom; provided by the resolver plugin. @public */
export const dependenciesRouteRef = createRouteRef();

/** What stays, moves and blocks on the way to another Backstage release. @public */
export const upgradeRouteRef = createSubRouteRef({
  parent: dependenciesRouteRef,
  path: '/upgrade',
});

/** The resolver's stored plans. @public */
export const resolverPlansRouteRef = createSubRouteRef({
  parent: dependenciesRouteRef,
  path: '/plans',
});
