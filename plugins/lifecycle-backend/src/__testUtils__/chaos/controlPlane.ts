/**
 * The control plane that `e2e-tests/chaos` kills: the real room behind the real router and proxy, on a real PostgreSQL, with a
 * registry in memory in place of the other rooms. A process of its own; its configuration is the JSON in `CHAOS_CONFIG`.
 */
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { hostedPluginsRootHttpRouterFactory } from '@sceneshift/backstage-plugin-lifecycle-node';
import lifecyclePlugin from '../..';
import { FakeRegistryService } from '../FakeRegistryService';
import {
  artifactDownloads,
  auditVerification,
  chaosServices,
} from './chaosFeatures';
import { publishChaosPlugins } from './chaosPlugins';

async function main(): Promise<void> {
  const registry = new FakeRegistryService();
  await publishChaosPlugins(registry);
  const config = new ConfigReader(JSON.parse(process.env.CHAOS_CONFIG ?? '{}'));
  const backend = createBackend();
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => config,
    }),
  );
  for (const service of chaosServices(registry)) backend.add(service);
  backend.add(hostedPluginsRootHttpRouterFactory);
  backend.add(artifactDownloads(registry));
  backend.add(auditVerification);
  backend.add(lifecyclePlugin);
  await backend.start();
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
