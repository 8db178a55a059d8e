import { AuditLog, Outbox } from '@sceneshift/backstage-platform-node';
import { DataExportStore } from '../data/DataExportStore';
import { PluginDatabaseStore } from '../data/PluginDatabaseStore';
import { PluginHistoryStore } from '../data/PluginHistoryStore';
import type { SecretCipher } from '../config/SecretCipher';
import { EnvironmentStore } from './EnvironmentStore';
import { GenerationStore } from './GenerationStore';
import { HostCredentialsStore } from './HostCredentialsStore';
import { PlanStore } from './PlanStore';
import { ReplicaStore } from './ReplicaStore';
import { RolloutReplicaStore } from './RolloutReplicaStore';
import { RolloutStore } from './RolloutStore';
import { SecretStore } from './SecretStore';

/** All stores of this room. They hold no state: a connection or a transaction is passed to each call. */
export interface Stores {
  environments: EnvironmentStore;
  generations: GenerationStore;
  plans: PlanStore;
  rollouts: RolloutStore;
  rolloutReplicas: RolloutReplicaStore;
  replicas: ReplicaStore;
  secrets: SecretStore;
  hostCredentials: HostCredentialsStore;
  databases: PluginDatabaseStore;
  history: PluginHistoryStore;
  exports: DataExportStore;
  audit: AuditLog;
  outbox: Outbox;
}

export function createStores(cipher: SecretCipher): Stores {
  return {
    environments: new EnvironmentStore(),
    generations: new GenerationStore(),
    plans: new PlanStore(),
    rollouts: new RolloutStore(),
    rolloutReplicas: new RolloutReplicaStore(),
    replicas: new ReplicaStore(),
    secrets: new SecretStore(cipher),
    hostCredentials: new HostCredentialsStore(cipher),
    databases: new PluginDatabaseStore(),
    history: new PluginHistoryStore(),
    exports: new DataExportStore(),
    audit: new AuditLog(),
    outbox: new Outbox('lifecycle'),
  };
}
