import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { HostProcess } from './HostProcess';
import type { HostStarter } from './HostStarter';
import type { PluginSlot } from './PluginSlot';
import type { RolloutAim } from './RolloutReport';
import type { SupervisorLog } from './SupervisorLog';

/** What a slot needs of its supervisor. */
export interface SlotContext {
  starter: HostStarter;
  log: SupervisorLog;
  save: () => void;
  changed: () => void;
  /** A host has ended for good: its place can be removed. */
  onEnded: (host: HostProcess) => Promise<void>;
  /**
   * The serving host was lost. Returns true when the supervisor takes care of it, because the host was on probation.
   */
  onLost: (slot: PluginSlot, reason: FailureReason, logs: string[]) => boolean;
  /** The slot went back to its last good version by itself. */
  onFellBack: (slot: PluginSlot, reason: FailureReason, logs: string[]) => void;
  inProbation: (slot: PluginSlot) => boolean;
  /** What is being made so here, and by which rollout. */
  aim: () => RolloutAim;
}
