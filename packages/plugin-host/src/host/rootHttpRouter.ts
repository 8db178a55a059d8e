import { createServer } from 'node:http';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createHealthRouter,
  DefaultRootHttpRouter,
  MiddlewareFactory,
} from '@backstage/backend-defaults/rootHttpRouter';
import express from 'express';
import type { HostStatus } from '../protocol/hostStatus';
import { HOST_STATUS_PATH } from '../protocol/hostStatus';

/**
 * The root router of a host. It differs from the default one in three ways: it listens on a private socket that only
 * the supervisor can reach; it sets no CORS, CSP or compression, because the control plane is the one authority for
 * them; and it answers the status that the gate and the heartbeat ask for.
 */
export function rootHttpRouterFactory(options: {
  socketPath: string;
  onStatusRequest: () => HostStatus;
}) {
  return createServiceFactory({
    service: coreServices.rootHttpRouter,
    deps: {
      config: coreServices.rootConfig,
      rootLogger: coreServices.rootLogger,
      lifecycle: coreServices.rootLifecycle,
      health: coreServices.rootHealth,
    },
    async factory({ config, rootLogger, lifecycle, health }) {
      const logger = rootLogger.child({ service: 'rootHttpRouter' });
      const router = DefaultRootHttpRouter.create({ indexPath: false });
      const middleware = MiddlewareFactory.create({ config, logger });
      const app = express();
      app.set('trust proxy', true);
      app.disable('x-powered-by');
      app.get(HOST_STATUS_PATH, (_request, response) => {
        response.json(options.onStatusRequest());
      });
      app.use(createHealthRouter({ config, health }));
      app.use(router.handler());
      app.use(middleware.notFound());
      app.use(middleware.error());

      const server = createServer(app);
      // The front keeps connections open; a host that closed an idle one could lose a request that is under way to it.
      server.keepAliveTimeout = 0;
      server.requestTimeout = 0;
      lifecycle.addShutdownHook(() => {
        server.close();
        server.closeIdleConnections();
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.socketPath, resolve);
      });
      return router;
    },
  });
}
