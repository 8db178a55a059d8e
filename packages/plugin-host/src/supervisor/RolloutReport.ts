import type {
  DesiredState,
  FailureReason,
  ReplicaRollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { SupervisorLog } from './SupervisorLog';

/** How far this replica has come with what is desired: the part of its status that a rollout hangs on. */
export class RolloutReport {
  #rollout: ReplicaRollout | undefined;

  constructor(
    private readonly log: SupervisorLog,
    private readonly onChanged: () => void,
  ) {}

  set(
    desired: DesiredState | undefined,
    state: ReplicaRollout['state'],
    details: { reason?: FailureReason; logs?: string[] } = {},
  ): void {
    const { rolloutId, generation = 0 } = desired ?? {};
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
