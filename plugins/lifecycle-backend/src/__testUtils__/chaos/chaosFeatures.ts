import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  apiKeysServiceRef,
  AuditLog,
  type ApiKeyScope,
  type ApiKeysService,
} from '@sceneshift/backstage-platform-node';
import { registryServiceRef } from '@sceneshift/backstage-plugin-registry-node';
import { resolverServiceRef } from '@sceneshift/backstage-plugin-resolver-node';
import { Router } from 'express';
import type { FakeRegistryService } from '../FakeRegistryService';
import { undecidedResolver } from '../undecidedResolver';

const ignore = async () => undefined;

/** Tells keys apart by their scope: `ssk_test_<scope>`. */
const apiKeys: Pick<ApiKeysService, 'verify'> = {
  verify: async key => {
    const scope = key.replace(/^ssk_test_/, '') as ApiKeyScope;
    return {
      id: scope,
      organizationId: 'demo',
      name: scope,
      scopes: [scope],
      prefix: 'ssk',
      createdBy: 'user:default/chaos',
      createdAt: new Date(0),
    };
  },
};

/** Trouble goes to the log of the process; all else would drown it. */
function quietLogger(): LoggerService {
  const say =
    (level: string) =>
    (message: string, meta?: unknown): void => {
      const detail = meta instanceof Error ? meta.stack : JSON.stringify(meta);
      process.stderr.write(`${level} ${message} ${detail ?? ''}\n`);
    };
  const nothing = () => undefined;
  const logger: LoggerService = {
    error: say('error'),
    warn: say('warn'),
    info: nothing,
    debug: nothing,
    child: () => logger,
  };
  return logger;
}

/** What the room asks of the rest of a control plane, as small as it can be. */
export function chaosServices(registry: FakeRegistryService) {
  return [
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: quietLogger,
    }),
    createServiceFactory({
      service: registryServiceRef,
      deps: {},
      factory: () => registry,
    }),
    createServiceFactory({
      service: resolverServiceRef,
      deps: {},
      factory: () => undecidedResolver,
    }),
    createServiceFactory({
      service: apiKeysServiceRef,
      deps: {},
      factory: () => apiKeys as ApiKeysService,
    }),
    createServiceFactory({
      service: signalsServiceRef,
      deps: {},
      factory: () => ({ publish: ignore }),
    }),
    createServiceFactory({
      service: notificationService,
      deps: {},
      factory: () => ({ send: ignore }),
    }),
  ];
}

/** Where supervisors get artifacts from. */
export function artifactDownloads(registry: FakeRegistryService) {
  return createBackendPlugin({
    pluginId: 'registry',
    register(env) {
      env.registerInit({
        deps: { http: coreServices.httpRouter },
        async init({ http }) {
          const router = Router();
          router.get(
            '/v1/packages/:name/versions/:version/artifacts/:digest',
            async ({ params }, response) => {
              const { name, version } = params;
              const bytes = await registry.openArtifact('demo', name, version);
              bytes.pipe(response);
            },
          );
          http.use(router);
          http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        },
      });
    },
  });
}

/** Lets the harness have the audit chain verified by the code that writes it. */
export const auditVerification = createBackendPlugin({
  pluginId: 'chaos',
  register(env) {
    env.registerInit({
      deps: { http: coreServices.httpRouter, config: coreServices.rootConfig },
      async init({ http, config }) {
        const { default: knex } = await import('knex');
        const db = knex({
          client: 'pg',
          connection: config.getString('chaos.lifecycleDatabase'),
          pool: { min: 0, max: 1 },
        });
        const router = Router();
        router.get('/audit', async (_request, response) => {
          response.json(await new AuditLog().verify(db, 'demo'));
        });
        http.use(router);
        http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});
