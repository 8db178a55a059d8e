import type {
  FailureReason,
  ReplicaRollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { SupervisorLog } from './SupervisorLog';

/** What a replica is on its way to. */
export type RolloutAim = Pick<ReplicaRollout, 'rolloutId' | 'generation'>;

/** How far this replica has come with what is desired: the part of its status that a rollout hangs on. */
export class RolloutReport {
  #rollout: ReplicaRollout | undefined;

  constructor(
    private readonly log: SupervisorLog,
    private readonly onChanged: () => void,
  ) {}

  set(
    { rolloutId, generation }: RolloutAim,
    state: ReplicaRollout['state'],
    details: { reason?: FailureReason; logs?: string[] } = {},
  ): void {
    this.#rollout = { rolloutId, generation, state, ...details };
    this.log.info('Rollout', {
      rolloutId,
      generation,
      state,
      reason: details.reason,
    });
    this.onChanged();
  }

  /** A replica that is just bringing its plugins up does not serve yet, though nothing is left to decide. */
  current(settled: boolean): ReplicaRollout | undefined {
    return this.#rollout?.state === 'serving' && !settled
      ? { ...this.#rollout, state: 'starting' }
      : this.#rollout;
  }
}
