import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { GenerationContent } from '../domain/GenerationContent';
import type { PluginDatabase } from './PluginDatabase';

/** The databases that must stay: those in service, and those that are being copied. */
export async function databasesInUse(
  deps: { db: Knex; stores: Stores },
  environment: EnvironmentRecord,
  candidates: PluginDatabase[],
): Promise<Set<string>> {
  const serving = await databasesInService(deps, environment, candidates);
  return new Set([...serving, ...(await sourcesInUse(deps, environment))]);
}

/**
 * The databases of what serves, of what is about to, of both ends of a rollout in progress; and of plugins that were removed
 * without their data, which a later installation finds again.
 */
export async function databasesInService(
  deps: { db: Knex; stores: Stores },
  environment: EnvironmentRecord,
  candidates: PluginDatabase[],
): Promise<Set<string>> {
  const { db, stores } = deps;
  const firstNames = new Map(
    (await stores.hostCredentials.list(db, environment.id)).map(item => [
      item.pluginId,
      item.databaseName,
    ]),
  );
  const nameOf = (plugin: { pluginId: string; database?: string }) =>
    plugin.database ?? firstNames.get(plugin.pluginId) ?? '';
  const contents = await contentsInUse(deps, environment);
  const used = contents.flatMap(({ plugins }) => plugins.map(nameOf));
  for (const pluginId of new Set(candidates.map(item => item.pluginId))) {
    const last = await stores.history.lastServed(db, environment.id, pluginId);
    if (last) used.push(nameOf(last.plugin));
  }
  return new Set(used);
}

async function contentsInUse(
  { db, stores }: { db: Knex; stores: Stores },
  environment: EnvironmentRecord,
): Promise<GenerationContent[]> {
  const { servingGeneration, desiredGeneration, activeRolloutId } = environment;
  const numbers = new Set([servingGeneration, desiredGeneration]);
  if (activeRolloutId) {
    const rollout = await stores.rollouts.getById(db, activeRolloutId);
    numbers.add(rollout.fromGeneration).add(rollout.toGeneration);
  }
  return Promise.all(
    [...numbers].map(number =>
      stores.generations.content(db, environment, number),
    ),
  );
}

/** What is being copied right now. */
async function sourcesInUse(
  { db, stores }: { db: Knex; stores: Stores },
  environment: EnvironmentRecord,
): Promise<string[]> {
  const copies = await stores.databases.listInState(db, [
    'waiting',
    'holding',
    'copied',
  ]);
  return copies
    .filter(({ environmentId }) => environmentId === environment.id)
    .flatMap(({ sourceName }) => sourceName ?? []);
}
