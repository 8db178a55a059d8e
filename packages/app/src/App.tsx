import { createApp } from '@backstage/frontend-defaults';
import { portalFeatures } from './features';
import { createRemotes } from './modules/remotes';
import { signInModule } from './modules/signIn';

const remotes = createRemotes({ portal: portalFeatures });

export default createApp({
  features: [
    ...portalFeatures,
    signInModule,
    remotes.module,
    remotes.featureLoader,
  ],
  advanced: {
    configLoader: remotes.configLoader,
    extensionFactoryMiddleware: remotes.pageRouteRefs,
  },
});
