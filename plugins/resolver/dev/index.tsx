import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import {
  lifecycleApiRef,
  type LifecycleApi,
} from '@sceneshift/backstage-platform-react';
import resolverPlugin from '../src';
import { resolverApiRef } from '../src/api/ResolverApi';
import { MockResolverApi } from './MockResolverApi';
import { development } from './world';

/** What can be read: changes are lifecycle's to plan. */
const lifecycle = {
  listEnvironments: async () => ({ items: [development] }),
} as Partial<LifecycleApi> as LifecycleApi;

createDevApp({
  features: [
    resolverPlugin.withOverrides({
      extensions: [
        resolverPlugin.getExtension('api:resolver').override({
          params: define =>
            define({
              api: resolverApiRef,
              deps: {},
              factory: () => new MockResolverApi(),
            }),
        }),
      ],
    }),
    createFrontendPlugin({
      pluginId: 'lifecycle',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: lifecycleApiRef,
              deps: {},
              factory: () => lifecycle,
            }),
        }),
      ],
    }),
  ],
});
