import type { IncomingMessage, RequestListener } from 'node:http';
import {
  createHealthRouter,
  createHttpServer,
  DefaultRootHttpRouter,
  MiddlewareFactory,
  readHttpServerOptions,
  type ExtendedHttpServer,
} from '@backstage/backend-defaults/rootHttpRouter';
import {
  coreServices,
  createServiceFactory,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import {
  SceneshiftError,
  takeOriginForm,
} from '@sceneshift/backstage-platform-common';
import express, { type Express, type RequestHandler } from 'express';
import { createHealthcheckRouter } from './healthcheck';
import { hostedPluginsServiceRef } from './hostedPlugins/hostedPluginsServiceRef';
import { HostedPluginsProxy } from './proxy/HostedPluginsProxy';
import { sendProblem } from './proxy/sendProblem';

/**
 * The control plane's root HTTP router: Backstage's own, with hosted plugins before everything that would buffer, compress
 * or refuse their requests. It takes the place of `rootHttpRouterServiceFactory`, whose `configure` cannot reach other services.
 *
 * @public
 */
export const hostedPluginsRootHttpRouterFactory = createServiceFactory({
  service: coreServices.rootHttpRouter,
  deps: {
    config: coreServices.rootConfig,
    rootLogger: coreServices.rootLogger,
    lifecycle: coreServices.rootLifecycle,
    health: coreServices.rootHealth,
    hostedPlugins: hostedPluginsServiceRef,
  },
  async factory({ config, rootLogger, lifecycle, health, hostedPlugins }) {
    const logger = rootLogger.child({ service: 'rootHttpRouter' });
    const router = DefaultRootHttpRouter.create();
    const proxy = new HostedPluginsProxy({ hostedPlugins, logger });
    const app = express();
    configureApp({
      app,
      config,
      health: [
        createHealthRouter({ config, health }),
        createHealthcheckRouter({ health, hostedPlugins }),
      ],
      proxy,
      routes: router.handler(),
      middleware: MiddlewareFactory.create({ config, logger }),
    });
    const server = await createHttpServer(
      inOriginForm(app),
      readHttpServerOptions(config.getOptionalConfig('backend')),
      { logger },
    );
    applyServerOptions(server, config);
    joinUpgrades(server, proxy);
    delayShutdown(config, lifecycle);
    lifecycle.addShutdownHook(async () => {
      proxy.close();
      await server.stop();
    });
    await server.start();
    return router;
  },
});

function configureApp(options: {
  app: Express;
  config: RootConfigService;
  health: RequestHandler[];
  middleware: MiddlewareFactory;
  proxy: HostedPluginsProxy;
  routes: RequestHandler;
}): void {
  const { app, config, health, middleware, proxy, routes } = options;
  const trustProxy = config.getOptional('backend.trustProxy');
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);
  app.use(middleware.helmet());
  app.use(middleware.cors());
  app.use(middleware.logging());
  app.use(middleware.rateLimit());
  app.use(proxy.handler());
  app.use(middleware.compression());
  app.use(health);
  app.use(routes);
  app.use(middleware.notFound());
  app.use(middleware.error());
}

/** Before anybody looks at a path: all must see the same one. */
function inOriginForm(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (takeOriginForm(request)) listener(request, response);
    else sendProblem(response, targetInvalid(request));
  };
}

function targetInvalid({ url }: IncomingMessage): SceneshiftError {
  return new SceneshiftError(
    'INPUT_INVALID',
    `There is nothing to answer at '${url}': ask for a path, or for a URL that begins with http:// or https:// and names no user.`,
  );
}

/**
 * Hosted plugins get their WebSockets. Others go the way they would go without us: Backstage's signals plugin waits for an ordinary
 * request with an upgrade header before it listens, and Node only makes one while nobody else wants the upgrade.
 */
function joinUpgrades(
  server: ExtendedHttpServer & {
    shouldUpgradeCallback?: (request: IncomingMessage) => boolean;
  },
  proxy: HostedPluginsProxy,
): void {
  server.shouldUpgradeCallback = request =>
    takeOriginForm(request) &&
    (proxy.wantsUpgrade(request) || server.listenerCount('upgrade') > 1);
  server.prependListener('upgrade', (request, socket, head) => {
    if (proxy.wantsUpgrade(request)) proxy.upgrade(request, socket, head);
  });
}

const SERVER_TIMES = [
  'headersTimeout',
  'requestTimeout',
  'keepAliveTimeout',
  'timeout',
] as const;

/** The same keys as Backstage's own router reads under `backend.server`. */
function applyServerOptions(
  server: ExtendedHttpServer,
  root: RootConfigService,
): void {
  const config = root.getOptionalConfig('backend.server');
  for (const key of SERVER_TIMES) {
    const value = config?.getOptional(key);
    if (config === undefined || value === undefined) continue;
    server[key] =
      typeof value === 'number'
        ? value
        : durationToMilliseconds(readDurationFromConfig(config, { key }));
  }
  server.maxHeadersCount =
    config?.getOptionalNumber('maxHeadersCount') ?? server.maxHeadersCount;
  server.maxRequestsPerSocket =
    config?.getOptionalNumber('maxRequestsPerSocket') ??
    server.maxRequestsPerSocket;
}

function delayShutdown(
  config: RootConfigService,
  lifecycle: { addBeforeShutdownHook?(hook: () => Promise<void>): void },
): void {
  const key = 'backend.lifecycle.serverShutdownDelay';
  if (!config.has(key)) return;
  const delay = durationToMilliseconds(readDurationFromConfig(config, { key }));
  lifecycle.addBeforeShutdownHook?.(
    () => new Promise(resolve => setTimeout(resolve, delay)),
  );
}
