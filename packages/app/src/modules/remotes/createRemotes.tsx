import {
  ApiBlueprint,
  createFrontendFeatureLoader,
  createFrontendModule,
  type FrontendFeature,
} from '@backstage/frontend-plugin-api';
import { AppRootWrapperBlueprint } from '@backstage/plugin-app-react';
import { remotesStatusApiRef } from '@sceneshift/backstage-platform-react';
import { createConfigLoader } from './createConfigLoader';
import { createPageRouteRefs } from './pageRouteRefs';
import { RemotesNotice } from './RemotesNotice';
import { RemotesRuntime } from './RemotesRuntime';
import { RemotesSource } from './RemotesSource';

/**
 * Everything that makes hosted plugins part of the app: their configuration, their features, and the notices
 * about them. `portal` are the features that the app is built with.
 */
export function createRemotes(options: { portal: FrontendFeature[] }) {
  const source = new RemotesSource();
  const runtime = new RemotesRuntime({ source, portal: options.portal });
  const module = createFrontendModule({
    pluginId: 'app',
    extensions: [
      ApiBlueprint.make({
        name: 'remotes-status',
        params: define =>
          define({
            api: remotesStatusApiRef,
            deps: {},
            factory: () => runtime,
          }),
      }),
      // A wrapper is drawn after sign-in only: strangers need not know what is broken.
      AppRootWrapperBlueprint.make({
        name: 'remotes-notice',
        params: {
          component: ({ children }) => (
            <>
              {children}
              <RemotesNotice />
            </>
          ),
        },
      }),
    ],
  });
  return {
    configLoader: createConfigLoader({ source }),
    featureLoader: createFrontendFeatureLoader({
      loader: ({ config }) => runtime.loadFeatures(config),
    }),
    module,
    pageRouteRefs: createPageRouteRefs(pluginId =>
      runtime.getStatus().loaded.some(item => item.pluginId === pluginId),
    ),
  };
}
