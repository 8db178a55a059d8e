import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changedPlugins, packagesOf, type ChaosWorld } from './ChaosWorld.ts';
import type { Cause } from './failpoints.ts';
import type { Random } from './Random.ts';
import type { Replica } from './Replica.ts';
import { rollOut } from './rollOut.ts';

export type PluginId = (typeof changedPlugins)[number];

/** What an action acts on. */
export interface ActionContext {
  world: ChaosWorld;
  random: Random;
  pluginId: PluginId;
  replica: Replica;
  /** Whether the process has died for which all this is done. */
  died: () => boolean;
}

/** Something that is done to a plugin while a process dies. */
export type Action = (context: ActionContext) => Promise<void>;

const nextVersion: Record<string, string> = {
  '1.0.0': '2.0.0',
  '2.0.0': '3.0.0',
  '3.0.0': '1.0.0',
};

const installed = async ({ world, pluginId }: ActionContext) => {
  const { plugins } = await world.client.environment();
  return plugins.find(plugin => plugin.pluginId === pluginId);
};

/** A change of a good version is to succeed, whoever dies meanwhile. */
async function mustServe(
  { world, pluginId }: ActionContext,
  change: Record<string, unknown>,
): Promise<void> {
  const rollout = await rollOut(
    world,
    change.action === 'rollback' ? change : { pluginId, ...change },
  );
  if (rollout.state !== 'serving')
    throw new Error(
      `${JSON.stringify(change)} ended ${rollout.state}: ${JSON.stringify(
        rollout.reason,
      )}`,
    );
}

const upgrade: Action = async context => {
  const packages = (await installed(context))?.packages ?? [];
  const { version = '3.0.0' } =
    packages.find(({ name }) => name.endsWith('-backend')) ?? {};
  await mustServe(context, {
    action: 'upgrade',
    packages: packagesOf(context.pluginId, nextVersion[version]!),
  });
};

const configure: Action = context =>
  mustServe(context, {
    action: 'configure',
    config: {
      [context.pluginId]: { setting: context.random.below(1_000_000) },
    },
  });

const disableAndEnable: Action = async context => {
  await mustServe(context, { action: 'disable' });
  await mustServe(context, { action: 'enable' });
};

const removeAndInstall: Action = async context => {
  await mustServe(context, { action: 'remove' });
  await mustServe(context, {
    action: 'install',
    packages: packagesOf(context.pluginId, '1.0.0'),
  });
};

/** There and back: the second half is the rollback. */
const upgradeAndRollBack: Action = async context => {
  const { client } = context.world;
  const { servingGeneration: generation } = await client.environment();
  await upgrade(context);
  await mustServe(context, { action: 'rollback', generation });
};

/** In the way of users. All of them start a new host sooner or later. */
export const changes = {
  upgrade,
  configure,
  'disable and enable': disableAndEnable,
  'remove and install': removeAndInstall,
  'upgrade and roll back': upgradeAndRollBack,
} satisfies Record<string, Action>;

/** Lets a version end while it is on probation. */
const undo: Action = async context => {
  const { replica, pluginId } = context;
  await upgrade(context);
  await fetch(`${replica.url}/api/${pluginId}/crash`, {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
};

const killHost: Action = async ({ replica, pluginId }) => {
  const pid = replica.hostOf(pluginId)?.process.pid;
  if (pid) killIfThere(pid);
};

/** Three deaths after probation: the previous version takes its place. */
const fallBack: Action = async context => {
  const { replica, pluginId, died } = context;
  await upgrade(context);
  await sleep(1_500);
  let last = 0;
  const deadline = Date.now() + 30_000;
  for (let deaths = 0; deaths < 3 && !died() && Date.now() < deadline; ) {
    const pid = replica.hostOf(pluginId)?.process.pid;
    if (pid && pid !== last) {
      killIfThere(pid);
      last = pid;
      deaths += 1;
    }
    await sleep(50);
  }
};

const entryOf = (directory: string) =>
  path.join(directory, 'packages/0/dist/index.cjs.js');

/** The file is a hard link: layout and artifact are both changed. */
const drift: Action = async ({ replica, pluginId }) => {
  const host = replica.hostOf(pluginId);
  if (host) fs.appendFileSync(entryOf(host.directory), '\n// changed');
};

const damage: Action = async context => {
  await drift(context);
  await killHost(context);
};

/** A version whose migrations cannot be taken back runs on a copy of the data; the way back is to the data from before. */
const oneWay: Action = async context => {
  const { client } = context.world;
  const { servingGeneration: generation } = await client.environment();
  const packages = packagesOf(context.pluginId, '4.0.0');
  await mustServe(context, { action: 'upgrade', packages });
  await mustServe(context, { action: 'rollback', generation });
};

const removal: Action = context => mustServe(context, { action: 'remove' });

/** What leads to the failpoints of each kind. */
export const causes: Record<Exclude<Cause, 'start' | 'upgrade'>, Action> = {
  undo,
  repair: killHost,
  fallBack,
  removal,
  drift,
  damage,
  oneWay,
};

/** Brings both plugins back, so that the next round finds something to do. */
export async function restore(
  context: Omit<ActionContext, 'pluginId'>,
): Promise<void> {
  for (const pluginId of changedPlugins) {
    const own = { ...context, pluginId };
    const present = await installed(own);
    const packages = packagesOf(pluginId, '1.0.0');
    if (!present) await mustServe(own, { action: 'install', packages });
    else if (!present.enabled) await mustServe(own, { action: 'enable' });
  }
}

export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
