import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord, Proposal } from '../domain/EnvironmentRecord';
import type { LockedPlugin } from '../domain/GenerationContent';
import { Problems } from '../planner/Problems';
import type { Planner, PlanRequest } from '../planner/Planner';
import { deletionWarning } from './dataWarnings';
import { DatabaseCluster } from './DatabaseCluster';
import { DatabaseChoice } from './DatabaseChoice';
import type { DataChange } from './PluginDatabase';
import { planDeletion } from './planDeletion';
import { withDataChanges, type PlannedDeletions } from './withDataChanges';

/**
 * Says of each plugin in a proposal on which database it will run: the one it has, a copy of it, or one from before; and what
 * is deleted. Whatever is more than keeping it is told in the plan and has to be confirmed.
 */
export class DataPlanner implements Planner {
  private readonly cluster: DatabaseCluster;

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      registry: RegistryService;
      exportRetentionMs: number;
      next: Planner;
    },
  ) {
    this.cluster = new DatabaseCluster(deps.db);
  }

  async plan(request: PlanRequest): Promise<Proposal> {
    const proposal = await this.deps.next.plan(request);
    const problems = new Problems();
    problems.add(proposal.problems);
    const choice = new DatabaseChoice(
      { ...this.deps, cluster: this.cluster },
      request,
    );
    const plugins: LockedPlugin[] = [];
    const dataChanges: DataChange[] = [];
    for (const plugin of proposal.content.plugins) {
      const { database, change, problem } = await choice.of(plugin);
      plugins.push(onDatabase(plugin, database));
      if (change) dataChanges.push(change);
      if (problem) problems.add([problem]);
    }
    const deletions = await this.deletions(request.environment, proposal);
    deletions.forEach((deletion, pluginId) =>
      problems.add([deletionWarning(pluginId, deletion)]),
    );
    return {
      ...proposal,
      content: { ...proposal.content, plugins },
      problems: problems.list(),
      diff: withDataChanges(proposal.diff, dataChanges, deletions),
      dataChanges,
    };
  }

  /** Of those that have data. */
  private async deletions(
    environment: EnvironmentRecord,
    { deleteData }: Proposal,
  ): Promise<PlannedDeletions> {
    const planned: PlannedDeletions = new Map();
    for (const pluginId of deleteData) {
      const deletion = await planDeletion(
        { ...this.deps, cluster: this.cluster },
        environment,
        pluginId,
      );
      if (deletion) planned.set(pluginId, deletion);
    }
    return planned;
  }
}

function onDatabase(
  { database: _, ...plugin }: LockedPlugin,
  database: string | undefined,
): LockedPlugin {
  return { ...plugin, ...(database && { database }) };
}
