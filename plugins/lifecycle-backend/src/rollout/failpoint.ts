/** The places at which a test may end the control plane, as a crash would. */
export type Failpoint =
  | 'controlPlane.rollout.started'
  | 'controlPlane.rollout.prepared'
  | 'controlPlane.rollout.released'
  | 'controlPlane.rollout.replicaReleased'
  | 'controlPlane.rollout.canaryServed'
  | 'controlPlane.rollout.ended'
  | 'controlPlane.snapshot.taken'
  | 'controlPlane.snapshot.restored';

/** Ends the process without a chance to clean up when it was started to die here. Off unless the variable names it. */
export function failpoint(name: Failpoint): void {
  if (process.env.SCENESHIFT_FAILPOINT !== name) return;
  process.kill(process.pid, 'SIGKILL');
}
