import { KnownPackage } from '../world/KnownPackage';
import type { Budget } from './Budget';
import { Completion } from './Completion';
import type { CostCounter } from './CostCounter';
import { Decisions, type Choice } from './Decisions';
import { Draft } from './Draft';
import type { Incompatibility } from './Incompatibility';
import type { PackageLister } from './PackageLister';
import { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import { Propagation } from './Propagation';
import { analyze } from './analyze';
import { Retreat } from './Retreat';
import type { Selection, Support } from './Support';
import type { Variable } from './Term';
import { ABSENT, type VersionSet } from './VersionSet';
import { Wishes, type Wish } from './Wishes';

/** What a search should reach besides a solution: decided before all else. */
export interface Goal {
  variable: Variable;
  states: VersionSet;
  pick: (states: VersionSet) => number;
  /** Conflicts after which the goal is given up, although it may be within reach. Default: none are too many. */
  patience?: number;
}

/** What the solver tells whoever counts costs. */
export interface SolverObserver {
  packageSeen(known: KnownPackage): void;
  wishSeen(wish: Wish): void;
  counters(): readonly CostCounter[];
}

/**
 * Conflict-driven search over the states of packages. See docs/design/resolver.md, section 3.
 *
 * A solver can search again and again, with ever more facts; what it learned stays.
 */
export class VersionSolver {
  /** 1 + the number of times that the search had to go back. */
  tries = 1;
  /** Whether the last search ended because its patience was over. */
  isGivenUp = false;
  /** Why there is no solution, once that is known. */
  failure?: Incompatibility;
  /** Newest last. */
  readonly learned: Incompatibility[] = [];
  readonly draft: Draft;
  private readonly wishes: Wishes;
  private readonly propagation: Propagation;
  private readonly decisions: Decisions;
  private readonly completion: Completion;
  private readonly retreat: Retreat;

  constructor(
    private readonly lister: PackageLister,
    preferences: Preferences,
    support: Support,
    private readonly budget: Budget,
    readonly partial: PartialSolution = new PartialSolution(),
    private readonly observer?: SolverObserver,
  ) {
    this.wishes = new Wishes(lister.world);
    this.draft = new Draft(preferences, partial);
    this.decisions = new Decisions(
      preferences,
      partial,
      this.wishes,
      this.draft,
    );
    this.propagation = new Propagation(partial, variable =>
      this.assigned(variable),
    );
    this.retreat = new Retreat(partial, preferences, (variables, level) =>
      this.undone(variables, level),
    );
    this.completion = new Completion(
      this.draft,
      partial,
      this.decisions,
      this.propagation,
      preferences,
      support,
    );
  }

  /** Finds a solution that reaches the goal. False: there is none, or patience was over, or with `failure`, none at all. */
  search(goal?: Goal): boolean {
    this.retreat.to(0);
    if (goal) this.register(goal.variable);
    this.decisions.restart();
    const most = this.tries + (goal?.patience ?? Infinity);
    this.isGivenUp = false;
    this.retreat.savesPhases = goal === undefined;
    while (!this.failure && this.tries <= most) {
      const conflict = this.propagate();
      if (conflict) this.resolve(conflict);
      else if (this.isOutOfReach(goal)) return false;
      else if (!this.decide(goal) && this.isSolution()) return true;
    }
    this.isGivenUp = !this.failure;
    return false;
  }

  /** Adds a fact that holds in every solution still wanted. */
  add(fact: Incompatibility) {
    for (const { variable } of fact.terms) this.register(variable);
    this.propagation.add(fact);
    this.draft.expect(fact);
  }

  /** Makes the solver know a package that may stay absent, and decide about it. */
  consider(known: KnownPackage) {
    this.register(known);
    this.decisions.keepOpen(known);
  }

  /** The packages that are there. */
  selection(): Selection {
    return this.completion.selection();
  }

  /** Packages whose state changed since this was asked last; it may be the same again. */
  takeMoved(): KnownPackage[] {
    return this.completion.takeMoved();
  }

  /** Every package that was mentioned so far, but those of the host. */
  knownPackages(): KnownPackage[] {
    return this.decisions.packages().filter(known => !known.isHost);
  }

  /** Undoes all decisions, and derives all that is certain. */
  settle(): boolean {
    this.retreat.to(0);
    const conflict = this.propagate();
    if (conflict) this.resolve(conflict);
    return !this.failure;
  }

  private propagate(): Incompatibility | undefined {
    return this.propagation.run() ?? this.costViolation();
  }

  private resolve(conflict: Incompatibility) {
    this.budget.check();
    const lesson = analyze(conflict, this.partial);
    const { learned } = lesson;
    for (const { variable } of [...conflict.terms, ...learned.terms])
      this.decisions.bump(variable);
    if (learned.terms.length === 0) {
      this.failure = learned;
      return;
    }
    this.tries++;
    this.retreat.from(lesson);
    if (learned !== conflict) this.learned.push(learned);
    // A conflict that leaves one term open as it is needs no second entry; the counters' conflicts are in no list.
    if (learned !== conflict || conflict.cause.kind === 'cost')
      this.add(learned);
    else this.propagation.examineAgain(learned);
  }

  /** False when nothing is left that must be decided. */
  private decide(goal: Goal | undefined): boolean {
    this.budget.check();
    const choice = this.goalChoice(goal) ?? this.decisions.next();
    if (choice) this.take(choice);
    return choice !== undefined;
  }

  /** Learns what the version says, or if that is known, decides. */
  private take({ variable, position }: Choice | GoalChoice) {
    if (this.load(variable, position)) return;
    this.retreat.decided();
    this.partial.decide(variable, position);
    this.propagation.assigned(variable);
  }

  private isOutOfReach(goal: Goal | undefined): boolean {
    if (!goal || this.partial.level > 0) return false;
    return this.partial.fails(goal);
  }

  private goalChoice(goal: Goal | undefined): GoalChoice | undefined {
    if (!goal || this.partial.level > 0) return undefined;
    const states = this.partial.domain(goal.variable).intersect(goal.states);
    return { variable: goal.variable, position: goal.pick(states) };
  }

  /** Whether the draft is a solution as it stands. If not, the search has something to go on with. */
  private isSolution(): boolean {
    const doubt = this.completion.doubt(this.observer?.counters() ?? []);
    if (doubt) {
      this.take(doubt);
      return false;
    }
    const violations = this.completion.violations();
    violations.forEach(fact => this.add(fact));
    return violations.length === 0;
  }

  /** Adds what the version says. False when all of it was known and the version may be decided at once. */
  private load(variable: Variable, position: number): boolean {
    if (!(variable instanceof KnownPackage) || position === ABSENT)
      return false;
    if (!this.decisions.considerFirst(variable, position)) return false;
    this.lister
      .versionFacts(variable, position)
      .forEach(fact => this.add(fact));
    for (const wish of this.wishes.learn(variable, position)) {
      this.consider(wish.target);
      this.observer?.wishSeen(wish);
    }
    return true;
  }

  private register(variable: Variable) {
    if (!this.propagation.register(variable)) return;
    this.budget.check();
    if (!(variable instanceof KnownPackage)) return;
    this.decisions.register(variable);
    this.lister.packageFacts(variable).forEach(fact => this.add(fact));
    this.observer?.packageSeen(variable);
  }

  private assigned(variable: Variable) {
    this.decisions.touched(variable);
    for (const counter of this.observer?.counters() ?? [])
      counter.assigned(variable);
  }

  private undone(variables: readonly Variable[], level: number) {
    variables.forEach(variable => this.decisions.touched(variable));
    for (const counter of this.observer?.counters() ?? [])
      counter.backtracked();
    this.propagation.backtracked(level);
  }

  private costViolation(): Incompatibility | undefined {
    for (const counter of this.observer?.counters() ?? []) {
      const violation = counter.violation();
      if (violation) return violation;
    }
    return undefined;
  }
}

/** What a goal wants decided. */
interface GoalChoice {
  variable: Variable;
  position: number;
}
