import type { KnownPackage } from '../world/KnownPackage';
import { analyze } from './analyze';
import type { Budget } from './Budget';
import { Completion } from './Completion';
import { Decisions } from './Decisions';
import { Draft } from './Draft';
import type { Choice, Goal } from './Goal';
import { Incompatibility } from './Incompatibility';
import { OpenConflict } from './OpenConflict';
import type { PackageLister } from './PackageLister';
import { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import { Propagation } from './Propagation';
import { Reading } from './Reading';
import { Retreat } from './Retreat';
import type { SolverObserver } from './SolverObserver';
import type { Selection, Support } from './Support';
import type { Term, Variable } from './Term';
import { WholePackages } from './WholePackages';
import { Wishes } from './Wishes';

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
  private readonly propagation: Propagation;
  private readonly decisions: Decisions;
  private readonly completion: Completion;
  private readonly reading: Reading;
  private readonly whole: WholePackages;
  private readonly retreat: Retreat;
  private goal?: Goal;

  constructor(
    lister: PackageLister,
    preferences: Preferences,
    support: Support,
    private readonly budget: Budget,
    readonly partial: PartialSolution = new PartialSolution(),
    private readonly observer?: SolverObserver,
  ) {
    const wishes = new Wishes(lister.world);
    this.draft = new Draft(preferences, partial);
    this.decisions = new Decisions(preferences, partial, wishes, this.draft);
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
    this.reading = new Reading(
      lister,
      wishes,
      this.draft,
      this.decisions,
      this.propagation,
      budget,
      observer,
    );
    this.whole = new WholePackages(
      this.reading,
      lister,
      this.draft,
      partial,
      this.decisions,
      this.propagation,
      budget,
    );
  }

  /** Finds a solution that reaches the goal. False: there is none, or patience was over, or with `failure`, none at all. */
  search(goal?: Goal): boolean {
    this.goal = goal;
    this.retreat.to(0);
    goal?.variables.forEach(variable => this.reading.register(variable));
    if (this.whole.areDueFirst) this.readAround();
    this.decisions.restart();
    this.retreat.savesPhases = goal === undefined;
    const most = this.tries + (goal?.patience ?? Infinity);
    this.isGivenUp = false;
    while (!this.failure && this.tries <= most) {
      const conflict = this.propagate();
      if (conflict) this.meet(conflict);
      else if (goal?.isLost(this.partial)) return false;
      else if (!this.decide(goal) && this.isSolution()) return true;
    }
    this.isGivenUp = !this.failure;
    return false;
  }

  /** Whether it knows all that the packages around its conflicts say. */
  get hasReadWhole(): boolean {
    return this.whole.isAny;
  }

  /** Adds a fact that holds in every solution still wanted. */
  add(fact: Incompatibility) {
    this.reading.add(fact);
  }

  /** Makes the solver know a package that may stay absent, and decide about it. */
  consider(known: KnownPackage) {
    this.reading.consider(known);
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

  /** After a search that lost its goal: the variables of the decisions that make the term fail. */
  decidedAgainst({ variable, states }: Term): Variable[] {
    const opposite = { variable, states: states.complement() };
    const fact = Incompatibility.create([opposite], { kind: 'cost' });
    return new OpenConflict(fact, this.partial).decided(this.budget);
  }

  /** Undoes all decisions, and derives all that is certain. */
  settle(): boolean {
    this.retreat.to(0);
    const conflict = this.propagate();
    if (conflict) this.resolve(conflict);
    return !this.failure;
  }

  private propagate(): Incompatibility | undefined {
    return this.propagation.run(this.budget) ?? this.costViolation();
  }

  private meet(conflict: Incompatibility) {
    this.resolve(conflict);
    if (!this.failure && this.whole.isDue(this.tries - 1)) this.readAround();
  }

  /** What many conflicts would teach one by one is concluded at once from all that the packages around them say. */
  private readAround() {
    this.retreat.to(0);
    while (this.settle() && this.whole.readAround());
  }

  private resolve(conflict: Incompatibility) {
    this.budget.check();
    const lesson = analyze(conflict, this.partial, this.budget);
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
    const choice = goal?.next(this.partial) ?? this.decisions.next();
    if (choice) this.take(choice);
    return choice !== undefined;
  }

  private take(choice: Choice | Term) {
    if ('states' in choice) this.assume(choice);
    else this.takeState(choice);
  }

  private assume(term: Term) {
    this.retreat.decided();
    this.partial.assume(term);
    this.propagation.assigned(term.variable);
  }

  /** Learns what the version says, or if that is known, decides. */
  private takeState({ variable, position }: Choice) {
    if (this.reading.load(variable, position)) return;
    this.retreat.decided();
    this.partial.decide(variable, position);
    this.propagation.assigned(variable);
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
    this.goal?.backtracked?.();
  }

  private costViolation(): Incompatibility | undefined {
    for (const counter of this.observer?.counters() ?? []) {
      const violation = counter.violation();
      if (violation) return violation;
    }
    return undefined;
  }
}
