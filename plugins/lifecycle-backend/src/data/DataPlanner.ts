import {
  earlierDataConfirmation,
  oneWayConfirmation,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import semver from 'semver';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord, Proposal } from '../domain/EnvironmentRecord';
import type { LockedPlugin } from '../domain/GenerationContent';
import { strongestMigration } from '../planner/diffContents';
import { Problems } from '../planner/Problems';
import type { Planner, PlanRequest } from '../planner/Planner';
import type { DataChange, PluginDatabase } from './PluginDatabase';
import { skippedOneWay } from './skippedOneWay';

/** What a plan does to the data of one plugin. */
interface Effect {
  /** The database of the proposed plugin; undefined is the first one. */
  database?: string;
  change?: DataChange;
  report?: (problems: Problems) => void;
}

/**
 * Says of each plugin in a proposal on which database it will run: the one it has, a copy of it, or one from before. Whatever is
 * more than keeping it is told in the plan and has to be confirmed.
 */
export class DataPlanner implements Planner {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      registry: RegistryService;
      next: Planner;
    },
  ) {}

  async plan(request: PlanRequest): Promise<Proposal> {
    const proposal = await this.deps.next.plan(request);
    const problems = new Problems();
    problems.add(proposal.problems);
    const plugins: LockedPlugin[] = [];
    const dataChanges: DataChange[] = [];
    for (const plugin of proposal.content.plugins) {
      const effect = await this.effectOn(request, plugin);
      plugins.push(onDatabase(plugin, effect.database));
      if (effect.change) dataChanges.push(effect.change);
      effect.report?.(problems);
    }
    return {
      ...proposal,
      content: { ...proposal.content, plugins },
      problems: problems.list(),
      diff: withDataChanges(proposal.diff, dataChanges),
      dataChanges,
    };
  }

  private async effectOn(
    { environment, base, changes }: PlanRequest,
    plugin: LockedPlugin,
  ): Promise<Effect> {
    const { db, stores } = this.deps;
    const { pluginId } = plugin;
    const present = base.plugins.find(item => item.pluginId === pluginId);
    const before =
      present ??
      (await stores.databases.lastServed(db, environment.id, pluginId))?.plugin;
    if (!before || !(await this.hasDatabase(environment, pluginId))) return {};
    const isRollback = changes.some(({ action }) => action === 'rollback');
    if (isRollback && before.database !== plugin.database) {
      return this.goBack(environment, plugin, present);
    }
    const { database } = before;
    const oneWay = await this.oneWayVersion(environment, before, plugin);
    if (oneWay) {
      return {
        database,
        change: { pluginId, kind: 'copy' },
        report: problems => reportOneWay(pluginId, oneWay, problems),
      };
    }
    const obstacle = await this.obstacle(before, plugin);
    return { database, ...(obstacle && { report: obstacle }) };
  }

  /** The version itself, or one that is skipped on the way to it. */
  private async oneWayVersion(
    { organizationId }: EnvironmentRecord,
    before: LockedPlugin,
    after: LockedPlugin,
  ): Promise<string | undefined> {
    if (strongestMigration(before, after) === 'one-way') {
      const item = after.packages.find(
        ({ migrations }) => migrations === 'one-way',
      );
      return `${item?.name}@${item?.version}`;
    }
    const { registry } = this.deps;
    return skippedOneWay(registry, organizationId, { before, after });
  }

  private async hasDatabase(
    { id }: EnvironmentRecord,
    pluginId: string,
  ): Promise<boolean> {
    const { db, stores } = this.deps;
    return (await stores.hostCredentials.find(db, id, pluginId)) !== undefined;
  }

  /** The generation brings the database that it ran on, if it is still there. */
  private async goBack(
    environment: EnvironmentRecord,
    plugin: LockedPlugin,
    present: LockedPlugin | undefined,
  ): Promise<Effect> {
    const { pluginId } = plugin;
    const kept = await this.keptDatabase(environment, plugin);
    if (kept?.state === 'ready') {
      return {
        database: plugin.database,
        change: { pluginId, kind: 'earlier' },
        report: problems => reportEarlier(pluginId, kept, problems),
      };
    }
    return {
      database: present?.database,
      report: problems =>
        problems.block(
          'DATABASE_SNAPSHOT_GONE',
          `The database that '${pluginId}' had in that generation is not kept any more. Upgrade or downgrade the plugin ` +
            'by itself, or restore another snapshot.',
          { pluginId },
        ),
    };
  }

  private async keptDatabase(
    environment: EnvironmentRecord,
    { pluginId, database }: LockedPlugin,
  ): Promise<PluginDatabase | undefined> {
    const { db, stores } = this.deps;
    const first = await stores.hostCredentials.find(
      db,
      environment.id,
      pluginId,
    );
    const name = database ?? first?.databaseName;
    return name ? stores.databases.findByName(db, name) : undefined;
  }

  /** An older version cannot run on what a later one has made of the data: only its generation has data for it. */
  private async obstacle(
    before: LockedPlugin,
    after: LockedPlugin,
  ): Promise<Effect['report']> {
    const { db, stores } = this.deps;
    const { pluginId, database } = before;
    if (!database) return undefined;
    const current = await stores.databases.findByName(db, database);
    const source =
      current?.purpose === 'one-way-migration' && current.sourceName
        ? await stores.databases.findByName(db, current.sourceName)
        : undefined;
    if (!source || !isFromBefore(after, source)) return undefined;
    return problems =>
      problems.block(
        'MIGRATION_ONE_WAY',
        `The data of '${pluginId}' was changed one way by a later version: this version cannot run on it. Roll back to ` +
          `generation ${
            source.generation ?? 'before'
          }, which brings the database from before along.`,
        { pluginId },
      );
  }
}

function isFromBefore(after: LockedPlugin, source: PluginDatabase): boolean {
  return after.packages.some(({ name, version }) => {
    const old = source.packages.find(item => item.name === name);
    return old !== undefined && semver.lte(version, old.version);
  });
}

function onDatabase(
  { database: _, ...plugin }: LockedPlugin,
  database: string | undefined,
): LockedPlugin {
  return { ...plugin, ...(database && { database }) };
}

function withDataChanges(
  diff: Proposal['diff'],
  changes: DataChange[],
): Proposal['diff'] {
  return diff.map(entry => {
    const change = changes.find(({ pluginId }) => pluginId === entry.pluginId);
    if (!change) return entry;
    const isCopy = change.kind === 'copy';
    return {
      ...entry,
      ...(isCopy && { migrations: 'one-way' as const }),
      restartsHost: true,
      data: isCopy ? 'copied' : 'earlier',
    };
  });
}

function reportOneWay(
  pluginId: string,
  version: string,
  problems: Problems,
): void {
  problems.add([
    {
      code: 'MIGRATION_ONE_WAY',
      severity: 'warning',
      pluginId,
      message:
        `${version} changes the database of '${pluginId}' in a way that the present version cannot run with. ` +
        'The new version gets a copy; the present database is kept as a snapshot. Requests to the plugin wait from the copy until the new ' +
        'version serves. Going back later means going back to the data of today: what is written from then on is set aside.',
      confirm: oneWayConfirmation(pluginId),
    },
  ]);
}

function reportEarlier(
  pluginId: string,
  kept: PluginDatabase,
  problems: Problems,
): void {
  const since = (kept.displacedAt ?? kept.createdAt).toISOString();
  problems.add([
    {
      code: 'MIGRATION_ONE_WAY',
      severity: 'warning',
      pluginId,
      message:
        `'${pluginId}' goes back to its data of ${since}: what was written since then is not in it. The present database is ` +
        'kept as a snapshot.',
      confirm: earlierDataConfirmation(pluginId),
    },
  ]);
}
