import type {
  CreatePlanRequest,
  DesiredState,
  Environment,
  Generation,
  LifecyclePage,
  Plan,
  PluginLogs,
  RemotesList,
  ReplicaStatus,
  Rollout,
  SecretSummary,
  StartRolloutRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Principal } from '@sceneshift/backstage-platform-node';
import type { ReplicaIdentity } from '../domain/Incarnation';

/** A page of a listing, as asked for. */
export interface PageRequest {
  limit?: number;
  cursor?: string;
}

/** What runs where. */
export interface EnvironmentsService {
  list(principal: Principal): Promise<LifecyclePage<Environment>>;
  get(principal: Principal, name: string): Promise<Environment>;
  listGenerations(
    principal: Principal,
    name: string,
    page: PageRequest,
  ): Promise<LifecyclePage<Generation>>;
  getGeneration(
    principal: Principal,
    name: string,
    number: number,
  ): Promise<Generation>;
  getLogs(
    principal: Principal,
    name: string,
    pluginId: string,
  ): Promise<PluginLogs>;
}

/** Proposed generations. */
export interface PlansService {
  create(
    principal: Principal,
    environment: string,
    request: CreatePlanRequest,
  ): Promise<Plan>;
  get(principal: Principal, id: string): Promise<Plan>;
}

/** Bringing generations into service. */
export interface RolloutsService {
  start(
    principal: Principal,
    environment: string,
    request: StartRolloutRequest,
  ): Promise<Rollout>;
  get(principal: Principal, id: string): Promise<Rollout>;
  list(
    principal: Principal,
    environment: string,
    page: PageRequest,
  ): Promise<LifecyclePage<Rollout>>;
  cancel(principal: Principal, id: string): Promise<Rollout>;
}

/** Secrets of environments. Values go in and never come out. */
export interface SecretsService {
  list(
    principal: Principal,
    environment: string,
  ): Promise<LifecyclePage<SecretSummary>>;
  put(
    principal: Principal,
    environment: string,
    name: string,
    value: string,
  ): Promise<void>;
  delete(
    principal: Principal,
    environment: string,
    name: string,
  ): Promise<void>;
}

/** The supervisors' side. */
export interface ReplicasService {
  /** @returns undefined when the revision is still the known one after the wait */
  getDesired(
    principal: Principal,
    environment: string,
    options: {
      /** The supervisor that asks: rollouts go from one to the next. */
      replica?: ReplicaIdentity;
      revision?: string;
      waitMs: number;
      signal: AbortSignal;
    },
  ): Promise<DesiredState | undefined>;
  report(
    principal: Principal,
    environment: string,
    replicaId: string,
    status: ReplicaStatus,
  ): Promise<void>;
}

/** What the app loads. Public by design: it is read before sign-in. */
export interface RemotesService {
  list(): Promise<RemotesList>;
  readAsset(digest: string, path: string): Promise<Buffer>;
}
