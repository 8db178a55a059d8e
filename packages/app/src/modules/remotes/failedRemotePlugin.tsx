import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
  type FrontendFeature,
} from '@backstage/frontend-plugin-api';
import { RiErrorWarningLine } from '@remixicon/react';
import type { RemoteFailure } from '@sceneshift/backstage-platform-react';

/**
 * Stands in for a plugin whose frontend could not be used: its menu entry stays, and its page says why.
 */
export function createFailedRemotePlugin(
  failure: RemoteFailure,
): FrontendFeature {
  const routeRef = createRouteRef();
  return createFrontendPlugin({
    pluginId: failure.pluginId,
    title: failure.pluginId,
    icon: <RiErrorWarningLine />,
    routes: { root: routeRef },
    extensions: [
      PageBlueprint.make({
        params: {
          path: `/${failure.pluginId}`,
          routeRef,
          title: failure.pluginId,
          icon: <RiErrorWarningLine />,
          loader: async () => {
            const { FailedRemotePage } = await import('./FailedRemotePage');
            return <FailedRemotePage failure={failure} />;
          },
        },
      }),
    ],
  });
}
