/**
 * A control plane that installs a plugin and is ended at the failpoint that the environment names. A process of its own:
 * `node crashingControlPlane.ts <database url> <directory> <plugin id>`.
 */
import { ConfigReader } from '@backstage/config';
import { InMemoryHostedPlugins } from '@sceneshift/backstage-plugin-lifecycle-node';
import {
  FileSystemArtifactStore,
  migrateRoomDatabase,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import knexFactory from 'knex';
import { createLifecycle } from '../createLifecycle';
import { FakeRegistryService, RELEASE } from './FakeRegistryService';
import { undecidedResolver } from './undecidedResolver';
import { publishHello, publishPage } from './publishHello';

const silent = () => undefined;
const logger = {
  error: silent,
  warn: silent,
  info: silent,
  debug: silent,
  child: () => logger,
};

const principal = {
  kind: 'api-key',
  organizationId: 'demo',
  keyId: 'k',
  name: 'k',
  scopes: ['admin'],
} satisfies Principal;

async function main(url: string, directory: string, pluginId: string) {
  const db = knexFactory({ client: 'pg', connection: url });
  await migrateRoomDatabase(
    db,
    '@sceneshift/backstage-plugin-lifecycle-backend',
  );
  const registry = new FakeRegistryService();
  await publishHello(registry, '1.0.0');
  await publishPage(registry);
  const { routes } = await createLifecycle({
    db,
    logger,
    registry,
    resolver: undecidedResolver,
    config: new ConfigReader({
      sceneshift: {
        environments: [
          {
            name: 'development',
            title: 'Development',
            organization: 'demo',
            backstageRelease: RELEASE,
          },
        ],
        secrets: { encryptionKey: process.env.TEST_ENCRYPTION_KEY },
        remotes: { directory },
      },
    }),
    hostedPlugins: new InMemoryHostedPlugins(),
    principals: { fromRequest: async () => principal },
    authorizer: {
      authorize: async () => undefined,
      authorizeHost: async () => undefined,
    },
    events: {
      publish: async () => undefined,
      subscribe: async () => undefined,
    },
    signals: { publish: async () => undefined },
    notifications: { send: async () => undefined },
    blobs: await FileSystemArtifactStore.create({ directory }),
  });
  const plan = await routes.plans.create(principal, 'development', {
    changes: [{ action: 'install', pluginId }],
  });
  await routes.rollouts.start(principal, 'development', {
    planId: plan.id,
    planHash: plan.hash,
  });
}

const [url = '', directory = '', pluginId = ''] = process.argv.slice(2);
main(url, directory, pluginId).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
