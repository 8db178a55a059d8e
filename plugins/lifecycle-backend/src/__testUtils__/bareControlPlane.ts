import { ConfigReader } from '@backstage/config';
import { InMemoryHostedPlugins } from '@sceneshift/backstage-plugin-lifecycle-node';
import {
  FileSystemArtifactStore,
  migrateRoomDatabase,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import knexFactory from 'knex';
import { createLifecycle, type Lifecycle } from '../createLifecycle';
import type { ReplicasService } from '../service/types';
import { RELEASE, type FakeRegistryService } from './FakeRegistryService';
import { undecidedResolver } from './undecidedResolver';

const silent = () => undefined;
const logger = {
  error: silent,
  warn: silent,
  info: silent,
  debug: silent,
  child: () => logger,
};

/** May do everything. */
export const principal = {
  kind: 'api-key',
  organizationId: 'demo',
  keyId: 'k',
  name: 'k',
  scopes: ['admin'],
} satisfies Principal;

/** A control plane without a backend around it, for processes that are made to end. */
export async function startControlPlane(
  url: string,
  directory: string,
  registry: FakeRegistryService,
): Promise<Lifecycle> {
  const db = knexFactory({ client: 'pg', connection: url });
  await migrateRoomDatabase(
    db,
    '@sceneshift/backstage-plugin-lifecycle-backend',
  );
  return createLifecycle({
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
}

/** A supervisor that does at once what it is told. */
export async function obey(replicas: ReplicasService, replicaId: string) {
  const desired = await replicas.getDesired(principal, 'development', {
    replica: { id: replicaId },
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
