import type { Readable } from 'node:stream';
import type {
  DatabaseSnapshot,
  DataExport,
  LifecyclePage,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Principal } from '@sceneshift/backstage-platform-node';

/** Snapshots of plugin databases. */
export interface SnapshotsService {
  list(
    principal: Principal,
    environment: string,
  ): Promise<LifecyclePage<DatabaseSnapshot>>;
  /** Asks for one; it is made in a moment. */
  create(
    principal: Principal,
    environment: string,
    pluginId: string,
  ): Promise<DatabaseSnapshot>;
  /** Puts a copy of it in the place of the present data: a rollout. */
  restore(
    principal: Principal,
    environment: string,
    id: string,
    confirm?: string[],
  ): Promise<Rollout>;
  delete(principal: Principal, environment: string, id: string): Promise<void>;
}

/** Exports of plugin data. */
export interface ExportsService {
  list(
    principal: Principal,
    environment: string,
  ): Promise<LifecyclePage<DataExport>>;
  open(
    principal: Principal,
    environment: string,
    id: string,
  ): Promise<{ item: DataExport; content: Readable }>;
  delete(principal: Principal, environment: string, id: string): Promise<void>;
}
