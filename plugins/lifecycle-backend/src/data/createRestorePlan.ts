import { randomUUID } from 'node:crypto';
import { restoreConfirmation } from '@sceneshift/backstage-plugin-lifecycle-common';
import semver from 'semver';
import type {
  EnvironmentRecord,
  PlanRecord,
  Proposal,
} from '../domain/EnvironmentRecord';
import type {
  GenerationContent,
  LockedPlugin,
} from '../domain/GenerationContent';
import { hashOf } from '../domain/hashOf';
import { diffContents } from '../planner/diffContents';
import type { PluginDatabase } from './PluginDatabase';

/**
 * The plan of a restore: the same versions and configuration on a copy of the snapshot. So a restore is a rollout like others:
 * gated, on record, and undone by itself when the plugin does not start on that data.
 */
export function createRestorePlan(options: {
  environment: EnvironmentRecord;
  base: GenerationContent;
  plugin: LockedPlugin;
  snapshot: PluginDatabase;
  createdBy: string;
}): PlanRecord {
  const { environment, base, createdBy } = options;
  const proposal = createProposal(options);
  return {
    id: randomUUID(),
    organizationId: environment.organizationId,
    environmentId: environment.id,
    hash: hashOf({
      environment: environment.name,
      base: environment.servingGeneration,
      content: base,
      dataChanges: proposal.dataChanges,
    }),
    baseGeneration: environment.servingGeneration,
    changes: [],
    proposal,
    createdAt: new Date(),
    createdBy,
  };
}

function createProposal(options: {
  base: GenerationContent;
  plugin: LockedPlugin;
  snapshot: PluginDatabase;
}): Proposal {
  const { base, plugin, snapshot } = options;
  const { pluginId } = plugin;
  const time = (snapshot.displacedAt ?? snapshot.createdAt).toISOString();
  return {
    content: base,
    diff: diffContents(base, base).map(entry =>
      entry.pluginId === pluginId
        ? { ...entry, restartsHost: true, data: 'earlier' }
        : entry,
    ),
    problems: [
      {
        code: 'CONFIRMATION_REQUIRED',
        severity: 'warning',
        pluginId,
        message:
          `The data of '${pluginId}' goes back to ${time}; the present data is kept as a snapshot. Requests to the plugin wait ` +
          `meanwhile.${writtenByNewer(plugin, snapshot)}`,
        confirm: restoreConfirmation(snapshot.id),
      },
    ],
    configForms: [],
    deleteData: [],
    dataChanges: [{ pluginId, kind: 'restore', snapshotId: snapshot.id }],
    frontendFirst: false,
    summary: `Restore the data of ${pluginId} from ${time}`,
  };
}

/** An older version may start on data that it does not understand: the gate cannot tell, so people are told. */
function writtenByNewer(
  { packages }: LockedPlugin,
  snapshot: PluginDatabase,
): string {
  const newer = snapshot.packages.flatMap(({ name, version }) => {
    const installed = packages.find(item => item.name === name)?.version;
    return installed && semver.gt(version, installed)
      ? [`${name} ${version}, and ${installed} is installed`]
      : [];
  });
  if (newer.length === 0) return '';
  return ` It was written by ${newer.join(
    ', ',
  )}: upgrade first, unless the older version understands it.`;
}
