/** What a supervisor remembers of a probation, so that its own end does not end it. */
export interface ProbationRecord {
  /** The plugins of the switch: they go back together. */
  pluginIds: string[];
  /** What served before. */
  fromGeneration: number;
  /** What was switched to, and by which rollout. */
  generation: number;
  rolloutId?: string;
  endsAt: string;
}
