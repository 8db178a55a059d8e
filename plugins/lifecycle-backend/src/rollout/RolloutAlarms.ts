/**
 * Wakes a process when a rollout can go on by itself. A convenience: every process looks at all rollouts every two seconds
 * anyway, so that an alarm that dies with its process costs no more than that.
 */
export class RolloutAlarms {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly wake: (rolloutId: string) => void) {}

  /** One per rollout: the newest time counts. */
  set(rolloutId: string, at: Date): void {
    clearTimeout(this.timers.get(rolloutId));
    const timer = setTimeout(() => {
      this.timers.delete(rolloutId);
      this.wake(rolloutId);
    }, Math.max(0, at.getTime() - Date.now()));
    timer.unref();
    this.timers.set(rolloutId, timer);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}
