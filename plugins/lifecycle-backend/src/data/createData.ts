import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ArtifactStore } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { LifecycleConfig } from '../config/LifecycleConfig';
import type { Stores } from '../database/Stores';
import { coalesce } from '../domain/coalesce';
import type { HostDatabases } from '../hosts/PostgresHostDatabases';
import { CopyLedger } from './CopyLedger';
import { DatabaseCluster } from './DatabaseCluster';
import { DatabaseCopies } from './DatabaseCopies';
import { DatabaseKeeper } from './DatabaseKeeper';
import { DataDeletions } from './DataDeletions';
import { DataExports } from './DataExports';
import { PluginDataLock } from './PluginDataLock';

/** What works on the data of plugins. */
export interface PluginData {
  copies: DatabaseCopies;
  lock: PluginDataLock;
  exports: DataExports;
  /** Puts in order what requests wait for. */
  settle(): Promise<void>;
  /** Snapshots, exports and what is kept: these may take their time, and nothing should wait for them. */
  tend(): Promise<void>;
  /** Goes on with everything that is to be done; any process, any number of times. */
  run(): Promise<void>;
  /** Every now and then: gives up what was kept for long enough. */
  collect(): Promise<void>;
}

export function createData(deps: {
  db: Knex;
  stores: Stores;
  databases: HostDatabases;
  blobs: ArtifactStore;
  logger: LoggerService;
  settings: Pick<LifecycleConfig, 'snapshots' | 'exports' | 'rolloutTimeoutMs'>;
}): PluginData {
  const { db, settings } = deps;
  const { rolloutTimeoutMs } = settings;
  const shared = {
    ...deps,
    cluster: new DatabaseCluster(db),
    lock: new PluginDataLock(db),
    ledger: new CopyLedger({ ...deps, rolloutTimeoutMs }),
  };
  const copies = new DatabaseCopies(shared);
  const dataExports = new DataExports({ ...deps, ...settings.exports });
  const keeper = new DatabaseKeeper({ ...shared, ...settings.snapshots });
  const deletions = new DataDeletions({ ...shared, exports: dataExports });
  // Apart from each other: what takes its time keeps nothing else waiting.
  const settle = coalesce(() => copies.settleAll());
  const take = coalesce(() => copies.takeAll());
  const keep = coalesce(() => keeper.run());
  const tend = async () => {
    await Promise.all([take(), deletions.run(), keep()]);
  };
  return {
    copies,
    lock: shared.lock,
    exports: dataExports,
    settle,
    tend,
    async run() {
      const settled = settle();
      await Promise.all([tend(), settled.then(keep)]);
    },
    async collect() {
      await keeper.collect();
      await dataExports.collect();
    },
  };
}
