import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendPlugin,
} from '@backstage/frontend-plugin-api';
import {
  lifecycleApiRef,
  type LifecycleApi,
} from '@sceneshift/backstage-platform-react';
import registryPlugin from '../src';
import { registryApiRef } from '../src/api/registryApiRef';
import { MockRegistryApi } from './MockRegistryApi';
import { techRadar, todo } from './plugins';

/** No environment: the pages then show what can be read, and offer no change. */
const lifecycle = {
  listEnvironments: async () => ({ items: [] }),
} as Partial<LifecycleApi> as LifecycleApi;

createDevApp({
  features: [
    registryPlugin.withOverrides({
      extensions: [
        registryPlugin.getExtension('api:registry').override({
          params: define =>
            define({
              api: registryApiRef,
              deps: {},
              factory: () => new MockRegistryApi([techRadar, todo]),
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
