import { KnownPackage } from '../world/KnownPackage';
import type { Budget } from './Budget';
import type { Decisions } from './Decisions';
import type { Draft } from './Draft';
import type { PackageLister } from './PackageLister';
import type { PartialSolution } from './PartialSolution';
import type { Propagation } from './Propagation';
import type { Reading } from './Reading';
import type { Variable } from './Term';
import { ABSENT } from './VersionSet';

/** What versions say one by one is mostly enough. */
const FEW_CONFLICTS = 128;

/** To read so many packages takes about as long as to meet a conflict among them. */
const PACKAGES_PER_CONFLICT = 8;

/**
 * Where there is much trouble, all versions of packages are read at once. See docs/design/resolver.md, section 3.
 */
export class WholePackages {
  private readonly read = new Set<KnownPackage>();
  /** Conflicts after which more are read. */
  private due?: number;

  constructor(
    private readonly reading: Reading,
    private readonly lister: PackageLister,
    private readonly draft: Draft,
    private readonly partial: PartialSolution,
    private readonly decisions: Decisions,
    private readonly propagation: Propagation,
    private readonly budget: Budget,
  ) {}

  /** Whether there are any. */
  get isAny(): boolean {
    return this.read.size > 0;
  }

  /** Whether to begin with them: there was much trouble in the world, in this search or in one before. */
  get areDueFirst(): boolean {
    const { troubled, problem } = this.lister.world;
    return troubled.size > 0 || problem.readWholeAfter === 0;
  }

  /** Whether so many conflicts were met, since packages were read last, that the time to read more is well spent. */
  isDue(conflicts: number): boolean {
    const { readWholeAfter } = this.lister.world.problem;
    this.due ??= readWholeAfter ?? this.enough();
    if (conflicts < this.due) return false;
    this.due = 2 * Math.max(conflicts, readWholeAfter ?? this.enough());
    return true;
  }

  /** As long as reading them all takes, at least: so the search takes twice as long as it might, at most. */
  private enough(): number {
    return Math.max(
      FEW_CONFLICTS,
      this.decisions.count / PACKAGES_PER_CONFLICT,
    );
  }

  /**
   * Reads the packages that were in conflicts, and all that hang together with them, as far as they are certain to be there or drafted;
   * no more once there is a conflict. Nothing may be decided. False when there was nothing to read.
   */
  readAround(): boolean {
    const before = this.read.size;
    const around = new Set<Variable>(this.inTrouble());
    // A set is walked in the order of insertion, additions during the walk included.
    for (const known of around) {
      if (!this.isToRead(known)) continue;
      this.readWhole(known);
      if (this.propagation.run(this.budget)) break;
      for (const other of this.propagation.neighbours(known)) around.add(other);
    }
    return this.read.size > before;
  }

  private inTrouble(): KnownPackage[] {
    const { troubled, problem } = this.lister.world;
    return this.decisions
      .drafted()
      .filter(
        known =>
          problem.readWholeAfter === 0 ||
          troubled.has(known) ||
          this.decisions.isInTrouble(known),
      );
  }

  /** Whether it is certain to be there or drafted, and was not read as a whole. */
  private isToRead(known: Variable): known is KnownPackage {
    return (
      known instanceof KnownPackage &&
      !known.isHost &&
      !this.read.has(known) &&
      (!this.partial.domains.has(known, ABSENT) ||
        this.draft.state(known) > ABSENT)
    );
  }

  private readWhole(known: KnownPackage) {
    const arcs = this.lister.arcs(known, this.partial.domains, this.budget);
    // Where there is no room it is not tried again.
    this.read.add(known);
    if (!arcs) return;
    this.lister.world.troubled.add(known);
    arcs.forEach(({ target }) => this.reading.register(target));
    this.propagation.addArcs(arcs);
  }
}
