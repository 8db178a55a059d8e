/**
 * The envelope of every Sceneshift event. Consumers are idempotent by `id`.
 *
 * @public
 */
export interface EventEnvelope<TData = unknown> {
  id: string;
  /** `<room>.<noun>.<past participle>`, e.g. `lifecycle.rollout.completed`. */
  type: string;
  /** The room that speaks, e.g. `registry`. */
  source: string;
  /** ISO 8601. */
  timestamp: string;
  /** Version of the shape of `data`, from 1. */
  version: number;
  data: TData;
  metadata: {
    correlationId?: string;
    userId?: string;
    organizationId?: string;
  };
}
