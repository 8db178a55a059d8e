/**
 * A control plane that upgrades a plugin across a one-way migration, and takes the upgrade back. It is ended at the failpoint
 * that the environment names. A process of its own: `node crashingChangeOver.ts <database url> <directory>`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  PlannedChange,
  RolloutState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Lifecycle } from '../createLifecycle';
import { obey, principal, startControlPlane } from './bareControlPlane';
import { FakeRegistryService } from './FakeRegistryService';
import { publishHello } from './publishHello';

async function start({ routes }: Lifecycle, change: PlannedChange) {
  const plan = await routes.plans.create(principal, 'development', {
    changes: [change],
  });
  return routes.rollouts.start(principal, 'development', {
    planId: plan.id,
    planHash: plan.hash,
    confirm: plan.problems.flatMap(({ confirm }) => confirm ?? []),
  });
}

/**
 * @param isReached - asked again and again
 * @param meanwhile - done in between
 */
async function until(
  { routes }: Lifecycle,
  id: string,
  isReached: (state: RolloutState) => boolean,
  meanwhile?: () => Promise<void>,
) {
  for (;;) {
    const { state } = await routes.rollouts.get(principal, id);
    if (isReached(state)) return;
    await meanwhile?.();
    await sleep(20);
  }
}

async function main(url: string, directory: string) {
  const registry = new FakeRegistryService();
  await publishHello(registry, '1.0.0');
  const lifecycle = await startControlPlane(url, directory, registry);
  await obey(lifecycle.routes.replicas, 'a');
  const install = await start(lifecycle, {
    action: 'install',
    pluginId: 'hello',
  });
  await until(
    lifecycle,
    install.id,
    state => state === 'serving',
    () => obey(lifecycle.routes.replicas, 'a'),
  );
  await publishHello(registry, '2.0.0', 'one-way');
  const { id } = await start(lifecycle, {
    action: 'upgrade',
    pluginId: 'hello',
  });
  await until(lifecycle, id, state => state !== 'fetching');
  await lifecycle.routes.rollouts.cancel(principal, id);
  // Until the end, which the failpoint brings.
  for (;;) {
    await lifecycle.sweep();
    await sleep(50);
  }
}

const [url = '', directory = ''] = process.argv.slice(2);
main(url, directory).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
