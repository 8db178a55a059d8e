import { KnownPackage } from '../world/KnownPackage';
import type { Lesson } from './analyze';
import type { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import type { Variable } from './Term';

/** From so many levels on, going back is done step by step. */
const FAR = 20;

/** How a search goes back. See docs/design/resolver.md, section 3. */
export class Retreat {
  /** While any solution will do: later ones are looked for near the best one. */
  savesPhases = false;
  /** Whether the last step back was one level, and nothing was decided since. */
  private hasStepped = false;

  /** `onUndone` is told which domains grew, some of them repeatedly, and what level is left. */
  constructor(
    private readonly partial: PartialSolution,
    private readonly preferences: Preferences,
    private readonly onUndone: (
      variables: readonly Variable[],
      level: number,
    ) => void,
  ) {}

  /** To be called when something was decided. */
  decided() {
    this.hasStepped = false;
  }

  /**
   * Where the lesson holds far down, all between would be decided and derived again, mostly as it was. So one level is undone first
   * (chronological backtracking: Nadel and Ryvchin, 2018), and all of them when that was of no use.
   */
  from({ level, violatedAt }: Lesson) {
    this.hasStepped = !this.hasStepped && violatedAt - level > FAR;
    this.to(this.hasStepped ? violatedAt - 1 : level);
  }

  to(level: number) {
    if (level === this.partial.level) return;
    if (this.savesPhases) this.savePhases(level);
    this.onUndone(this.partial.backtrack(level), level);
  }

  /** What was decided or derived is tried first when it is possible again (phase saving: Pipatsrisawat and Darwiche, 2007). */
  private savePhases(level: number) {
    const { trail, domains } = this.partial;
    for (const variable of trail.lastSince(level)) {
      const state = domains.single(variable);
      if (state !== undefined && variable instanceof KnownPackage)
        this.preferences.remember(variable, state);
    }
  }
}
