import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import { CostCounter } from './CostCounter';
import type { PartialSolution } from './PartialSolution';
import { ABSENT, VersionSet } from './VersionSet';
import type { SolverObserver } from './SolverObserver';
import type { Wish } from './Wishes';

/** What a solution should avoid, most important first. See docs/design/resolver.md, section 1. */
export class Costs implements SolverObserver {
  readonly removed: CostCounter;
  readonly changed: CostCounter;
  readonly downgraded: CostCounter;
  readonly unmet: CostCounter;
  readonly deprecated: CostCounter;
  /** Counts from the beginning, but matters last. */
  readonly added: CostCounter;
  private readonly bounded: CostCounter[] = [];

  constructor(private readonly world: World, partial: PartialSolution) {
    const counter = (name: string) =>
      new CostCounter(
        name,
        partial,
        () => world.newId(),
        bounded => this.bounded.push(bounded),
      );
    this.removed = counter('removed');
    this.changed = counter('changed');
    this.downgraded = counter('downgraded');
    this.unmet = counter('unmet');
    this.deprecated = counter('deprecated');
    this.added = counter('added');
  }

  /** The criteria that come before "newest". */
  get first(): CostCounter[] {
    return [
      this.removed,
      this.changed,
      this.downgraded,
      this.unmet,
      this.deprecated,
    ];
  }

  /** Those that have a bound: the others count nothing yet. */
  counters(): readonly CostCounter[] {
    return this.bounded;
  }

  packageSeen(known: KnownPackage) {
    if (known.isHost) return;
    const version = this.world.problem.installed.get(known.name);
    if (version === undefined)
      this.added.add([{ variable: known, states: known.present }]);
    else this.installedSeen(known, version);
    this.deprecated.add([{ variable: known, states: known.marks.deprecated }]);
  }

  wishSeen({ subject, target, accepted }: Wish) {
    this.unmet.add([
      subject,
      { variable: target, states: accepted.complement() },
    ]);
  }

  private installedSeen(known: KnownPackage, version: string) {
    const position = known.positionOf(version);
    const others = position
      ? known.present.minus(VersionSet.only(known.size, position))
      : known.present;
    this.removed.add([
      { variable: known, states: VersionSet.only(known.size, ABSENT) },
    ]);
    this.downgraded.add([{ variable: known, states: known.below(version) }]);
    if (!this.world.problem.update.has(known.name)) {
      this.changed.add([{ variable: known, states: others }]);
    }
  }
}
