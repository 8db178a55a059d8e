/**
 * A control plane that installs a plugin and is ended at the failpoint that the environment names. A process of its own:
 * `node crashingControlPlane.ts <database url> <directory> <plugin id> [<supervisor>,…]`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { obey, principal, startControlPlane } from './bareControlPlane';
import { FakeRegistryService } from './FakeRegistryService';
import { publishHello, publishPage } from './publishHello';

async function main(
  url: string,
  directory: string,
  pluginId: string,
  supervisors: string[],
) {
  const registry = new FakeRegistryService();
  await publishHello(registry, '1.0.0');
  await publishPage(registry);
  const { routes } = await startControlPlane(url, directory, registry);
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

const [url = '', directory = '', pluginId = '', supervisors] =
  process.argv.slice(2);
main(url, directory, pluginId, supervisors?.split(',') ?? []).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
