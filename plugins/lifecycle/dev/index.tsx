import { createDevApp } from '@backstage/frontend-dev-utils';
import { lifecycleApiRef } from '@sceneshift/backstage-platform-react';
import lifecyclePlugin from '../src';
import { MockLifecycleApi } from './MockLifecycleApi';

createDevApp({
  features: [
    lifecyclePlugin.withOverrides({
      extensions: [
        lifecyclePlugin.getExtension('api:lifecycle').override({
          params: define =>
            define({
              api: lifecycleApiRef,
              deps: {},
              factory: () => new MockLifecycleApi(),
            }),
        }),
      ],
    }),
  ],
});
