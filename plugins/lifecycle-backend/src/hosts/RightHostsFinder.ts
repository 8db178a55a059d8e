import type { Knex } from 'knex';
import type { DatabaseAddress } from '../config/databaseAddress';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import {
  backendPlugins,
  type GenerationContent,
} from '../domain/GenerationContent';
import type { RightHosts } from './servingAddresses';
import { specDigests, type HostIdentity } from './specDigest';

/** A supervisor goes back within this time, or is not on its way. */
const WAY_BACK_MS = 30_000;

/** A plugin whose id is reserved. */
export interface ReservedPlugin extends RightHosts {
  enabled: boolean;
  /** It is a part of what serves already, not only of what is on its way. */
  expected: boolean;
}

/** Says which hosts are right for each plugin of an environment; every plugin that it lists has its id reserved. */
export class RightHostsFinder {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      database: DatabaseAddress;
    },
  ) {}

  async find(
    environment: EnvironmentRecord,
    identities: HostIdentity[],
  ): Promise<ReservedPlugin[]> {
    const { db, stores, database } = this.deps;
    const rollout = await this.rolloutInProgress(environment);
    const contents = await this.contents(environment, rollout);
    const secrets = await stores.secrets.versions(db, environment.id);
    const digests = contents.map(content =>
      specDigests({ environment, content, secrets, database }, identities),
    );
    const generations = await this.generations(environment, rollout);
    const serving = enabledIn(contents.slice(-1));
    return [...enabledIn(contents)].map(([pluginId, enabled]) => ({
      pluginId,
      enabled,
      expected: serving.get(pluginId) ?? false,
      generations,
      digests: new Set(digests.flatMap(map => map.get(pluginId) ?? [])),
    }));
  }

  private async rolloutInProgress({
    activeRolloutId,
  }: EnvironmentRecord): Promise<RolloutRecord | undefined> {
    const { db, stores } = this.deps;
    if (!activeRolloutId) return undefined;
    return stores.rollouts.getById(db, activeRolloutId);
  }

  /** What is about to serve from the moment it was accepted, then what serves. */
  private contents(
    environment: EnvironmentRecord,
    rollout: RolloutRecord | undefined,
  ): Promise<GenerationContent[]> {
    const { db, stores } = this.deps;
    const { servingGeneration, desiredGeneration } = environment;
    const coming = rollout ? [rollout.toGeneration] : [];
    const numbers = [...coming, desiredGeneration, servingGeneration];
    return Promise.all(
      [...new Set(numbers)].map(number =>
        stores.generations.content(db, environment, number),
      ),
    );
  }

  private async generations(
    { id, servingGeneration, desiredGeneration }: EnvironmentRecord,
    rollout: RolloutRecord | undefined,
  ): Promise<Set<number>> {
    const { db, stores } = this.deps;
    const since = new Date(Date.now() - WAY_BACK_MS);
    const left = await stores.rollouts.listTakenBackSince(db, id, since);
    return new Set([
      servingGeneration,
      desiredGeneration,
      ...[rollout, ...left].flatMap(item => item?.toGeneration ?? []),
    ]);
  }
}

/** The plugins by id, with whether they are enabled: what serves has the last word. */
function enabledIn(contents: GenerationContent[]): Map<string, boolean> {
  return new Map(
    contents
      .flatMap(content => backendPlugins(content))
      .map(({ pluginId, enabled }) => [pluginId, enabled]),
  );
}
