import { randomUUID } from 'node:crypto';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { restoreConfirmation } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import semver from 'semver';
import type { Stores } from '../database/Stores';
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
import { schemaTooNew } from './dataWarnings';
import { OneWaySteps } from './OneWaySteps';
import { formatMoment } from './formatMoment';
import type { PluginDatabase } from './PluginDatabase';
import { schemaVersions } from './schemaVersions';
import type { PluginWithData } from './SnapshotLookup';
import { takenAt } from './toSnapshot';

interface RestoreRequest {
  environment: EnvironmentRecord;
  snapshot: PluginDatabase;
  /** Whose data is replaced. */
  target: PluginWithData;
  createdBy: string;
}

/**
 * Plans a restore: the same versions and configuration on a copy of the snapshot. So a restore is a rollout like others:
 * gated, on record, and undone by itself when the plugin does not start on that data.
 */
export class RestorePlanner {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      registry: RegistryService;
    },
  ) {}

  /** @throws SceneshiftError `MIGRATION_ONE_WAY` when the installed version cannot run on that data */
  async plan(request: RestoreRequest): Promise<PlanRecord> {
    const { db, stores } = this.deps;
    const { environment, snapshot, target, createdBy } = request;
    const schema = await schemaVersions(
      db,
      stores,
      target.credentials,
      snapshot.databaseName,
    );
    await this.assertUnderstood(environment, target.plugin, schema);
    const base = await stores.generations.content(
      db,
      environment,
      environment.servingGeneration,
    );
    const proposal = createProposal(base, target.plugin, snapshot, schema);
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

  /** An older version may start on data that it does not understand: the gate could not tell. */
  private async assertUnderstood(
    { organizationId }: EnvironmentRecord,
    plugin: LockedPlugin,
    schema: PluginDatabase['packages'],
  ): Promise<void> {
    const { registry } = this.deps;
    const steps = new OneWaySteps(registry, organizationId);
    const step = await steps.beyond(plugin, schema);
    if (!step) return;
    const { code, message } = schemaTooNew(
      plugin.pluginId,
      step,
      `Upgrade ${step.name} to ${
        schema.find(({ name }) => name === step.name)?.version
      } or later first, then restore.`,
    );
    throw new SceneshiftError(code, message);
  }
}

function createProposal(
  base: GenerationContent,
  plugin: LockedPlugin,
  snapshot: PluginDatabase,
  schema: PluginDatabase['packages'],
): Proposal {
  const { pluginId } = plugin;
  const time = formatMoment(takenAt(snapshot));
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
          `meanwhile.${writtenByNewer(plugin, schema)}`,
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

function writtenByNewer(
  { packages }: LockedPlugin,
  schema: PluginDatabase['packages'],
): string {
  const newer = schema.flatMap(({ name, version }) => {
    const installed = packages.find(item => item.name === name)?.version;
    return installed && semver.gt(version, installed)
      ? [`${name} ${version}, and ${installed} is installed`]
      : [];
  });
  if (newer.length === 0) return '';
  return ` Its data is that of ${newer.join(
    ', ',
  )}, which by the declarations of the versions between runs on it.`;
}
