import {
  restoreConfirmation,
  type CreateSnapshotRequest,
  type DatabaseSnapshot,
  type Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import { environmentPath, segment } from '../client/paths';
import { assertServing, waitForRollout } from '../client/waitForRollout';
import { describeRollout } from '../output/rollout';
import { formatBytes } from '../output/table';
import { CliError, EXIT } from '../runtime/CliError';
import { pauseFor } from '../runtime/interrupted';
import type { CommandContext, Runtime } from '../runtime/Runtime';

const POLL_MS = 500;
const PATIENCE_MS = 15 * 60 * 1000;

/** `sceneshift snapshots`: databases of plugins that are kept. */
export function registerSnapshots(program: Command, runtime: Runtime) {
  const snapshots = program
    .command('snapshots')
    .description('Kept databases of plugins');
  registerList(snapshots, runtime);
  registerCreate(snapshots, runtime);
  registerRestore(snapshots, runtime);
  registerDelete(snapshots, runtime);
}

function snapshotsPath(environment: string): string {
  return `${environmentPath(environment)}/snapshots`;
}

function snapshotPath(environment: string, id: string): string {
  return `${snapshotsPath(environment)}/${segment('id of a snapshot', id)}`;
}

function registerList(snapshots: Command, runtime: Runtime) {
  const command = snapshots
    .command('list')
    .description('List what is kept, newest first')
    .argument('<environment>')
    .action(async (environment: string) => {
      const { api, output } = runtime.context(command);
      output.table(
        await api.list<DatabaseSnapshot>(snapshotsPath(environment)),
        ['id', 'plugin', 'kind', 'state', 'data of', 'versions', 'size'],
        item => [
          item.id,
          item.pluginId,
          item.kind,
          item.state,
          item.takenAt,
          [...new Set(item.packages.map(({ version }) => version))].join(', '),
          item.sizeBytes === undefined ? '' : formatBytes(item.sizeBytes),
        ],
        'No snapshots.',
      );
    });
}

function registerCreate(snapshots: Command, runtime: Runtime) {
  const command = snapshots
    .command('create')
    .description('Copy the database of a plugin; its requests wait meanwhile')
    .argument('<environment>')
    .argument('<pluginId>')
    .option('--wait', 'until it is made')
    .action(
      async (
        environment: string,
        pluginId: string,
        flags: { wait?: boolean },
      ) => {
        const context = runtime.context(command);
        const { api, output } = context;
        const request: CreateSnapshotRequest = { pluginId };
        const begun = await api.post<DatabaseSnapshot>(
          snapshotsPath(environment),
          request,
        );
        const snapshot = flags.wait ? await untilMade(context, begun) : begun;
        output.result(
          snapshot,
          () => `snapshot ${snapshot.id} ${snapshot.state}`,
        );
      },
    );
}

async function untilMade(
  { api, signal }: CommandContext,
  { id, environment }: DatabaseSnapshot,
): Promise<DatabaseSnapshot> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const all = await api.list<DatabaseSnapshot>(snapshotsPath(environment));
    const found = all.find(item => item.id === id);
    if (found?.state === 'ready') return found;
    if (found?.state !== 'creating') {
      const { code, message } = found?.reason ?? {};
      throw new CliError(
        message ?? `The snapshot ${id} was not made`,
        EXIT.failed,
        code,
      );
    }
    await pauseFor(
      POLL_MS,
      signal,
      `. The snapshot is being made; look again with: sceneshift snapshots list ${environment}`,
    );
  }
  throw new CliError(
    `The snapshot ${id} is still being made; look again with: sceneshift snapshots list ${environment}`,
    EXIT.failed,
  );
}

function registerRestore(snapshots: Command, runtime: Runtime) {
  const command = snapshots
    .command('restore')
    .description(
      "Put a copy of a snapshot in the place of the plugin's data, which is kept as a snapshot",
    )
    .argument('<environment>')
    .argument('<id>')
    .option('--confirm', 'yes, go back to the data of the snapshot')
    .option('--wait', 'until it serves or has failed')
    .action(
      async (
        environment: string,
        id: string,
        flags: { confirm?: boolean; wait?: boolean },
      ) => {
        const context = runtime.context(command);
        const { api, output } = context;
        if (!flags.confirm) {
          throw new CliError(
            'What was written since the snapshot is not in it, and is set aside. To go on, add --confirm',
            EXIT.refused,
            'CONFIRMATION_REQUIRED',
          );
        }
        const begun = await api.post<Rollout>(
          `${snapshotPath(environment, id)}/restore`,
          { confirm: [restoreConfirmation(id)] },
        );
        const rollout = flags.wait
          ? await waitForRollout(context, begun.id)
          : begun;
        output.result(rollout, () => describeRollout(rollout));
        if (flags.wait) assertServing(rollout);
      },
    );
}

function registerDelete(snapshots: Command, runtime: Runtime) {
  const command = snapshots
    .command('delete')
    .description('Delete a snapshot')
    .argument('<environment>')
    .argument('<id>')
    .action(async (environment: string, id: string) => {
      const { api, output } = runtime.context(command);
      await api.request(snapshotPath(environment, id), { method: 'DELETE' });
      output.result({ id, deleted: true }, () => `deleted ${id}`);
    });
}
