/**
 * The places at which a test may end the supervisor, as a crash would, by what has to happen to reach them. A harness
 * outside takes the names from here.
 */
export const FAILPOINTS = {
  /** A supervisor starts on a directory that was used before. */
  start: [
    'supervisor.directory.locked',
    'supervisor.incarnation.written',
    'supervisor.incarnation.begun',
    'supervisor.hosts.adopted',
    'supervisor.hosts.swept',
    'supervisor.state.written',
    'supervisor.state.putBack',
  ],
  /** Another version of a plugin is rolled out, and stands its probation. */
  upgrade: [
    'supervisor.desired.received',
    'supervisor.artifact.downloaded',
    'supervisor.artifact.extracted',
    'supervisor.artifact.placed',
    'supervisor.artifacts.fetched',
    'supervisor.artifacts.verified',
    'supervisor.host.laidOut',
    'supervisor.process.spawned',
    'supervisor.host.spawned',
    'supervisor.host.checking',
    'supervisor.candidates.passed',
    'supervisor.switch.saved',
    'supervisor.switch.done',
    'supervisor.rollout.settled',
    'supervisor.probation.ended',
    'supervisor.host.retiring',
    'supervisor.host.drained',
    'supervisor.host.ended',
    'supervisor.host.removed',
  ],
  /** The new version ends while it is on probation. */
  undo: [
    'supervisor.failure.recorded',
    'supervisor.undo.saved',
    'supervisor.undo.done',
  ],
  /** A host that serves is killed. */
  repair: [
    'supervisor.host.lost',
    'supervisor.repair.passed',
    'supervisor.repair.saved',
  ],
  /** A version ends three times within a minute, after its probation. */
  fallBack: ['supervisor.fallBack.saved'],
  /** A plugin is removed. */
  removal: ['supervisor.slot.forgotten'],
  /** A file of a host that runs is changed on disk. */
  drift: ['supervisor.drift.found', 'supervisor.drift.switched'],
  /** A file of an artifact is changed on disk, and its host ends. */
  damage: ['supervisor.artifact.forgotten'],
} as const;

/** @see FAILPOINTS */
export type FailpointCause = keyof typeof FAILPOINTS;

/** @see FAILPOINTS */
export type Failpoint = (typeof FAILPOINTS)[FailpointCause][number];

/** The names of all failpoints. */
export const failpoints: readonly Failpoint[] =
  Object.values(FAILPOINTS).flat();

/** Ends the process without a chance to clean up when it was started to die here. Off unless the variable names it. */
export function failpoint(name: Failpoint): void {
  if (process.env.SCENESHIFT_FAILPOINT !== name) return;
  process.kill(process.pid, 'SIGKILL');
}
