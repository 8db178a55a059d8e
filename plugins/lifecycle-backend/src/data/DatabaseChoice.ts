import type { PlanProblem } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { LockedPlugin } from '../domain/GenerationContent';
import type { HostCredentials } from '../hosts/HostCredentials';
import type { PlanRequest } from '../planner/Planner';
import type { DatabaseCluster } from './DatabaseCluster';
import {
  databaseGone,
  earlierDataWarning,
  emptyDataWarning,
  oneWayWarning,
  schemaTooNew,
} from './dataWarnings';
import { OneWaySteps } from './OneWaySteps';
import type { DataChange } from './PluginDatabase';
import { schemaVersions } from './schemaVersions';

/** On which database a plugin will run. */
interface Choice {
  /** Undefined is the first one. */
  database?: string;
  change?: DataChange;
  problem?: PlanProblem;
}

/** Chooses the database of each plugin that a plan proposes. */
export class DatabaseChoice {
  private readonly steps: OneWaySteps;

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      registry: RegistryService;
      cluster: DatabaseCluster;
    },
    private readonly request: PlanRequest,
  ) {
    const { organizationId } = request.environment;
    this.steps = new OneWaySteps(deps.registry, organizationId);
  }

  async of(plugin: LockedPlugin): Promise<Choice> {
    const { db, stores } = this.deps;
    const { environment, base, changes } = this.request;
    const { pluginId } = plugin;
    const present = base.plugins.find(item => item.pluginId === pluginId);
    const before =
      present ??
      (await stores.history.lastServed(db, environment.id, pluginId))?.plugin;
    if (!before) return {};
    const credentials = await stores.hostCredentials.find(
      db,
      environment.id,
      pluginId,
    );
    const isRollback = changes.some(({ action }) => action === 'rollback');
    if (isRollback && !present && (await this.isEmpty(before, credentials))) {
      return this.startEmpty(plugin);
    }
    if (!credentials) return {};
    if (isRollback && before.database !== plugin.database) {
      return this.goBack(plugin, present, credentials);
    }
    const choice = await this.goOn(before, plugin, credentials);
    const isFound = isRollback && !present && !choice.change;
    return isFound
      ? { ...choice, change: { pluginId, kind: 'found' } }
      : choice;
  }

  /** Whether nothing is there of what a removed plugin had last. */
  private async isEmpty(
    before: LockedPlugin,
    credentials: HostCredentials | undefined,
  ): Promise<boolean> {
    const name = before.database ?? credentials?.databaseName;
    return !credentials || !name || !(await this.deps.cluster.exists(name));
  }

  private async startEmpty(plugin: LockedPlugin): Promise<Choice> {
    const { db, stores } = this.deps;
    const { pluginId } = plugin;
    // Without a host there never was a database.
    if (!plugin.packages.some(({ role }) => role === 'backend-plugin')) {
      return {};
    }
    const exports = await stores.exports.list(db, this.request.environment.id);
    const exported = exports.find(
      item =>
        item.pluginId === pluginId &&
        item.kind === 'present' &&
        item.state === 'ready',
    );
    return {
      change: { pluginId, kind: 'empty' },
      problem: emptyDataWarning(pluginId, exported),
    };
  }

  /** The generation brings the database that it ran on, if it is still there. */
  private async goBack(
    { pluginId, database }: LockedPlugin,
    present: LockedPlugin | undefined,
    { databaseName: first }: HostCredentials,
  ): Promise<Choice> {
    const { db, stores, cluster } = this.deps;
    const name = database ?? first;
    const kept = await stores.databases.findByName(db, name);
    if (kept?.state !== 'ready' || !(await cluster.exists(name))) {
      return { database: present?.database, problem: databaseGone(pluginId) };
    }
    return {
      database,
      change: { pluginId, kind: 'earlier' },
      problem: earlierDataWarning(pluginId, kept),
    };
  }

  private async goOn(
    before: LockedPlugin,
    plugin: LockedPlugin,
    credentials: HostCredentials,
  ): Promise<Choice> {
    const { database } = before;
    const { pluginId } = plugin;
    const step = await this.steps.upTo(plugin, before);
    if (!step) {
      const problem = await this.obstacle(before, plugin, credentials);
      return { database, ...(problem && { problem }) };
    }
    return {
      database,
      change: { pluginId, kind: 'copy', packageName: step.name },
      problem: oneWayWarning(pluginId, step),
    };
  }

  /** An older version cannot run on what a later one has made of the data: only its generation has data for it. */
  private async obstacle(
    before: LockedPlugin,
    after: LockedPlugin,
    credentials: HostCredentials,
  ): Promise<PlanProblem | undefined> {
    const { db, stores } = this.deps;
    const name = before.database ?? credentials.databaseName;
    const changed = after.packages.filter(
      item => !before.packages.some(({ digest }) => digest === item.digest),
    );
    const schema = await schemaVersions(db, stores, credentials, name);
    const step = await this.steps.beyond({ packages: changed }, schema);
    if (!step) return undefined;
    const remedy = await this.wayBack(name);
    return schemaTooNew(after.pluginId, step, remedy);
  }

  private async wayBack(name: string): Promise<string> {
    const { db, stores } = this.deps;
    const { sourceName } = (await stores.databases.findByName(db, name)) ?? {};
    const source =
      sourceName && (await stores.databases.findByName(db, sourceName));
    return source && source.generation !== undefined
      ? `Roll back to generation ${source.generation}, which brings the database from before along.`
      : 'Choose that version or a later one.';
  }
}
