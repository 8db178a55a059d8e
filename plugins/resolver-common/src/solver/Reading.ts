import { KnownPackage } from '../world/KnownPackage';
import type { Budget } from './Budget';
import type { Decisions } from './Decisions';
import type { Draft } from './Draft';
import type { Incompatibility } from './Incompatibility';
import { isAboutTarget } from './PairedFact';
import type { PackageLister } from './PackageLister';
import type { PartialSolution } from './PartialSolution';
import type { Propagation } from './Propagation';
import type { SolverObserver } from './SolverObserver';
import type { Variable } from './Term';
import { ABSENT } from './VersionSet';
import type { Wishes } from './Wishes';

/** What versions say one by one is mostly enough. */
const FEW_CONFLICTS = 128;

/** To read so many packages takes about as long as to meet a conflict among them. */
const PACKAGES_PER_CONFLICT = 8;

/** What a search has read of its world: versions when it considers them, and where there is much trouble, whole packages. */
export class Reading {
  /** Of these, all is known that their versions ask of others. */
  private readonly whole = new Set<KnownPackage>();
  /** Packages that may have become certain since packages were read last. */
  private settled: KnownPackage[] = [];
  /** Conflicts after which they are read. */
  private due?: number;

  constructor(
    private readonly lister: PackageLister,
    private readonly wishes: Wishes,
    private readonly draft: Draft,
    private readonly partial: PartialSolution,
    private readonly decisions: Decisions,
    private readonly propagation: Propagation,
    private readonly budget: Budget,
    private readonly observer?: SolverObserver,
  ) {}

  /** Adds a fact that holds in every solution still wanted. */
  add(fact: Incompatibility) {
    for (const { variable } of fact.terms) this.register(variable);
    this.propagation.add(fact);
    this.draft.expect(fact);
  }

  /** Makes the search know a package that may stay absent, and decide about it. */
  consider(known: KnownPackage) {
    this.register(known);
    this.decisions.keepOpen(known);
  }

  /** Makes the search know a variable. */
  register(variable: Variable) {
    if (!this.propagation.register(variable)) return;
    this.budget.check();
    if (!(variable instanceof KnownPackage)) return;
    this.decisions.register(variable);
    this.lister.packageFacts(variable).forEach(fact => this.add(fact));
    this.observer?.packageSeen(variable);
  }

  /** Adds what the version says. False when all of it was known and the version may be decided at once. */
  load(variable: Variable, position: number): boolean {
    if (!(variable instanceof KnownPackage) || position === ABSENT)
      return false;
    if (!this.decisions.considerFirst(variable, position)) return false;
    this.factsOf(variable, position).forEach(fact => this.add(fact));
    for (const wish of this.wishes.learn(variable, position)) {
      this.consider(wish.target);
      this.observer?.wishSeen(wish);
    }
    return true;
  }

  /** Whether so many conflicts were met, since packages were read last, that the time to read whole packages is well spent. */
  isDue(conflicts: number): boolean {
    const { readWholeAfter } = this.lister.world.problem;
    this.due ??= readWholeAfter ?? this.enough();
    if (conflicts <= this.due) return false;
    this.due = 2 * conflicts;
    return true;
  }

  /** As long as reading them all takes, at least: so the search takes twice as long as it might, at most. */
  private enough(): number {
    const packages = this.decisions.packages().length;
    return Math.max(FEW_CONFLICTS, packages / PACKAGES_PER_CONFLICT);
  }

  /** Whether there was much trouble in the world, in this search or in one before. */
  get knowsTrouble(): boolean {
    return this.lister.world.troubled.size > 0;
  }

  /** To be told whose domain got smaller while nothing was decided. */
  settles(variable: Variable) {
    if (this.isWhole && variable instanceof KnownPackage)
      this.settled.push(variable);
  }

  /**
   * Reads the packages that were in conflicts, and all that hang together with them, as far as they are certain to be there or drafted.
   * Nothing may be decided. False when there was nothing to read.
   */
  readAround(): boolean {
    const before = this.whole.size;
    const around = new Set<Variable>(this.begin());
    this.settled = [];
    // A set is walked in the order of insertion, additions during the walk included.
    for (const known of around) {
      if (!this.isToRead(known)) continue;
      this.readWhole(known);
      for (const other of this.propagation.neighbours(known)) around.add(other);
    }
    return this.whole.size > before;
  }

  /** Whether whole packages were read. */
  get isWhole(): boolean {
    return this.whole.size > 0;
  }

  /** What was in trouble; once that was read, what became certain since beside packages that were read. */
  private begin(): KnownPackage[] {
    if (!this.isWhole)
      return this.decisions.packages().filter(known => this.isInTrouble(known));
    return this.settled.filter(
      known => this.isToRead(known) && this.isBesideWhole(known),
    );
  }

  private isBesideWhole(known: KnownPackage): boolean {
    for (const other of this.propagation.neighbours(known)) {
      if (other instanceof KnownPackage && this.whole.has(other)) return true;
    }
    return false;
  }

  private isInTrouble(known: KnownPackage): boolean {
    return (
      this.decisions.isInTrouble(known) || this.lister.world.troubled.has(known)
    );
  }

  /** Whether it is certain to be there or drafted, and was not read as a whole. */
  private isToRead(known: Variable): known is KnownPackage {
    return (
      known instanceof KnownPackage &&
      !known.isHost &&
      !this.whole.has(known) &&
      (!this.partial.domains.has(known, ABSENT) ||
        this.draft.state(known) > ABSENT)
    );
  }

  private readWhole(known: KnownPackage) {
    this.budget.check();
    const arcs = this.lister.arcs(known, this.partial.domains);
    if (!arcs) return;
    this.whole.add(known);
    this.lister.world.troubled.add(known);
    arcs.forEach(({ target }) => this.register(target));
    this.propagation.addArcs(known, arcs);
    this.propagation.run(this.budget);
    this.draft.doubt(known);
  }

  /** The arcs of a package that was read as a whole say what its versions ask of one other package. */
  private factsOf(known: KnownPackage, position: number): Incompatibility[] {
    const facts = this.lister.versionFacts(known, position);
    if (!this.whole.has(known)) return facts;
    this.draft.doubt(known);
    return facts.filter(fact => !isAboutTarget(fact));
  }
}
