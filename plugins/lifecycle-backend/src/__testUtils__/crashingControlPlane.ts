/**
 * A control plane that installs a plugin and is ended at the failpoint that the environment names. A process of its own:
 * `node crashingControlPlane.ts <database url> <directory> <plugin id> [<supervisor>,…]`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigReader } from '@backstage/config';
import { InMemoryHostedPlugins } from '@sceneshift/backstage-plugin-lifecycle-node';
import {
  FileSystemArtifactStore,
  migrateRoomDatabase,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import knexFactory from 'knex';
import { createLifecycle } from '../createLifecycle';
import type { ReplicasService } from '../service/types';
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

async function main(
  url: string,
  directory: string,
  pluginId: string,
  supervisors: string[],
) {
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
            policy: { canaryMs: 500 },
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
  for (const id of supervisors) await obey(routes.replicas, id);
  const plan = await routes.plans.create(principal, 'development', {
    changes: [{ action: 'install', pluginId }],
  });
  await routes.rollouts.start(principal, 'development', {
    planId: plan.id,
    planHash: plan.hash,
  });
  // Until the end, which the failpoint brings.
  while (supervisors.length) {
    for (const id of supervisors) await obey(routes.replicas, id);
    await sleep(50);
  }
}

/** A supervisor that does at once what it is told. */
async function obey(replicas: ReplicasService, replicaId: string) {
  const desired = await replicas.getDesired(principal, 'development', {
    replicaId,
    waitMs: 0,
    signal: new AbortController().signal,
  });
  if (!desired) return;
  const { revision, generation, rolloutId, hosts } = desired;
  await replicas.report(principal, 'development', replicaId, {
    address: `http://${replicaId}`,
    backstageRelease: RELEASE,
    revision,
    generation,
    rollout: { rolloutId, generation, state: 'serving' },
    hosts: hosts.map(({ pluginId, specDigest }) => ({
      pluginId,
      specDigest,
      state: 'serving',
      restarts: 0,
    })),
  });
}

const [url = '', directory = '', pluginId = '', supervisors] =
  process.argv.slice(2);
main(url, directory, pluginId, supervisors?.split(',') ?? []).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
