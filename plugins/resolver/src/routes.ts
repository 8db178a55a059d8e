export {
  dependenciesRouteRef as rootRouteRef,
  resolverPlansRouteRef as plansRouteRef,
  upgradeRouteRef,
} from '@sceneshift/backstage-platform-react';
