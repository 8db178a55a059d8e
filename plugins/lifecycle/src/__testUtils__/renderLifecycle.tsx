import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  lifecycleApiRef,
  remotesStatusApiRef,
} from '@sceneshift/backstage-platform-react';
import { MockLifecycleApi } from '../../dev/MockLifecycleApi';
import { LifecycleRouter } from '../components/LifecycleRouter';
import { rootRouteRef } from '../routes';

/** The pages of an environment in memory, opened at a path. */
export function renderLifecycle(path: string): MockLifecycleApi {
  const api = new MockLifecycleApi();
  jest.spyOn(api, 'createPlan');
  renderInTestApp(<LifecycleRouter />, {
    initialRouteEntries: [path],
    mountPath: '/environments',
    mountedRoutes: { '/environments': rootRouteRef },
    apis: [
      [lifecycleApiRef, api],
      [
        remotesStatusApiRef,
        {
          getStatus: () => ({
            loaded: [],
            failures: [
              {
                pluginId: 'hello',
                packageName: '@demo/plugin-hello',
                version: '1.0.0',
                reason: { code: 'REMOTE_INVALID', message: 'It threw.' },
              },
            ],
          }),
        },
      ],
    ],
  });
  return api;
}
