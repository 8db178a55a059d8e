/** The places at which a test may end the supervisor, as a crash would. */
export type Failpoint =
  | 'supervisor.artifacts.fetched'
  | 'supervisor.host.spawned'
  | 'supervisor.candidates.passed'
  | 'supervisor.switch.saved'
  | 'supervisor.switch.done'
  | 'supervisor.undo.saved'
  | 'supervisor.probation.ended';

/** Ends the process without a chance to clean up when it was started to die here. Off unless the variable names it. */
export function failpoint(name: Failpoint): void {
  if (process.env.SCENESHIFT_FAILPOINT !== name) return;
  process.kill(process.pid, 'SIGKILL');
}
