import type { PlannedChange } from './plan';

/** A page of a listing. @public */
export interface LifecyclePage<T> {
  items: T[];
  /** Pass as `cursor` for the next page; absent on the last. */
  nextCursor?: string;
}

/** Body of `POST …/environments/{env}/plans`. @public */
export interface CreatePlanRequest {
  changes: PlannedChange[];
}

/** Body of `POST …/environments/{env}/rollouts`. @public */
export interface StartRolloutRequest {
  planId: string;
  /** The hash that was shown and approved. */
  planHash: string;
  /** The `confirm` of every problem of the plan that has one. */
  confirm?: string[];
}

/** Answer of `GET …/environments/{env}/plugins/{pluginId}/logs`. @public */
export interface PluginLogs {
  pluginId: string;
  /** Newest last, at most 200 redacted lines per replica. */
  replicas: Array<{ replicaId: string; lines: string[]; updatedAt: string }>;
}

/** A secret of an environment. Its value is never returned. @public */
export interface SecretSummary {
  name: string;
  updatedAt: string;
  updatedBy: string;
}

/** How configuration refers to a secret. @public */
export interface SecretReference {
  $secret: string;
}

/** True for `{"$secret": "name"}`. @public */
export function isSecretReference(value: unknown): value is SecretReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { $secret?: unknown }).$secret === 'string'
  );
}
