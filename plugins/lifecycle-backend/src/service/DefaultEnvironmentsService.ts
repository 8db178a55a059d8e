import type {
  Environment,
  Generation,
  LifecyclePage,
  PluginLogs,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Principal } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  GenerationRecord,
  ReplicaRecord,
} from '../domain/EnvironmentRecord';
import { summarizePlugins } from '../domain/GenerationContent';
import { installedPlugins } from './installedPlugins';
import { readPage, toPage } from './page';
import type { EnvironmentsService, PageRequest } from './types';

/** Reads environments from the database. */
export class DefaultEnvironmentsService implements EnvironmentsService {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      currentEnvironment: string;
      replicaTimeoutMs: number;
    },
  ) {}

  async list(principal: Principal): Promise<LifecyclePage<Environment>> {
    const { db, stores } = this.deps;
    const records = await stores.environments.list(
      db,
      principal.organizationId,
    );
    return {
      items: await Promise.all(records.map(record => this.describe(record))),
    };
  }

  async get(principal: Principal, name: string): Promise<Environment> {
    return this.describe(await this.find(principal, name));
  }

  async listGenerations(
    principal: Principal,
    name: string,
    page: PageRequest,
  ): Promise<LifecyclePage<Generation>> {
    const { db, stores } = this.deps;
    const environment = await this.find(principal, name);
    const { limit, before } = readPage(page);
    const rows = await stores.generations.list(db, environment.id, {
      limit: limit + 1,
      before,
    });
    return toPage(
      rows,
      limit,
      row => row.number,
      row => toGeneration(row, name),
    );
  }

  async getGeneration(
    principal: Principal,
    name: string,
    number: number,
  ): Promise<Generation> {
    const { db, stores } = this.deps;
    const environment = await this.find(principal, name);
    const record = await stores.generations.get(db, environment, number);
    return toGeneration(record, name);
  }

  async getLogs(
    principal: Principal,
    name: string,
    pluginId: string,
  ): Promise<PluginLogs> {
    const { db, stores } = this.deps;
    const { id } = await this.find(principal, name);
    return { pluginId, replicas: await stores.replicas.logs(db, id, pluginId) };
  }

  private find(principal: Principal, name: string): Promise<EnvironmentRecord> {
    const { db, stores } = this.deps;
    return stores.environments.get(db, principal.organizationId, name);
  }

  private async describe(record: EnvironmentRecord): Promise<Environment> {
    const { db, stores, currentEnvironment } = this.deps;
    const content = await stores.generations.content(
      db,
      record,
      record.servingGeneration,
    );
    const replicas = await stores.replicas.list(db, record.id);
    const alive = replicas.filter(replica => this.isAlive(replica));
    return {
      name: record.name,
      title: record.title,
      backstageRelease: record.backstageRelease,
      current: record.name === currentEnvironment,
      servingGeneration: record.servingGeneration,
      activeRolloutId: record.activeRolloutId,
      paused: record.paused,
      plugins: installedPlugins(content, alive),
      replicas: replicas.map(replica => ({
        id: replica.id,
        address: replica.address,
        backstageRelease: replica.backstageRelease,
        generation: replica.generation,
        lastSeenAt: replica.lastSeenAt.toISOString(),
        alive: alive.includes(replica),
      })),
    };
  }

  private isAlive({ lastSeenAt }: ReplicaRecord): boolean {
    return Date.now() - lastSeenAt.getTime() < this.deps.replicaTimeoutMs;
  }
}

function toGeneration(
  record: GenerationRecord,
  environment: string,
): Generation {
  return {
    number: record.number,
    environment,
    createdAt: record.createdAt.toISOString(),
    createdBy: record.createdBy,
    state: record.state,
    rolloutId: record.rolloutId,
    summary: record.summary,
    plugins: summarizePlugins(record.content),
  };
}
