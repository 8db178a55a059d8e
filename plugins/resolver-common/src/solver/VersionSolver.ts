import { KnownPackage } from '../world/KnownPackage';
import type { Budget } from './Budget';
import type { CostCounter } from './CostCounter';
import { Incompatibility } from './Incompatibility';
import type { PackageLister } from './PackageLister';
import { PartialSolution } from './PartialSolution';
import { Decisions } from './Decisions';
import type { Preferences } from './Preferences';
import { analyze } from './analyze';
import type { Selection, Support } from './Support';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';
import { ABSENT, VersionSet } from './VersionSet';
import { Wishes, type Wish } from './Wishes';

/** What a search should reach besides a solution: decided before all else. */
export interface Goal {
  variable: Variable;
  states: VersionSet;
  pick: (states: VersionSet) => number;
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
  readonly wishes: Wishes;
  /** 1 + the number of times that the search had to go back. */
  tries = 1;
  /** Why there is no solution, once that is known. */
  failure?: Incompatibility;
  /** Newest last. */
  readonly learned: Incompatibility[] = [];
  /** By the variables that they speak of. */
  private readonly facts = new VariableMap<Incompatibility[]>();
  private readonly decisions: Decisions;
  private readonly changed = new Set<Variable>();
  /** Facts that came while decisions stood, with the level: to be looked at again when it is left. */
  private late: Array<{ fact: Incompatibility; level: number }> = [];
  private conflict?: Incompatibility;
  private readonly holds = (term: Term) => this.partial.holds(term);

  constructor(
    private readonly lister: PackageLister,
    preferences: Preferences,
    private readonly support: Support,
    private readonly budget: Budget,
    readonly partial: PartialSolution = new PartialSolution(),
    private readonly observer?: SolverObserver,
  ) {
    this.wishes = new Wishes(lister.world);
    this.decisions = new Decisions(preferences, this.partial, this.wishes);
  }

  /** Finds a solution that reaches the goal. False: there is none, or with `failure`, none at all. */
  search(goal?: Goal): boolean {
    this.backtrack(0);
    if (goal) this.register(goal.variable);
    this.decisions.restart();
    while (!this.failure) {
      const conflict = this.propagate();
      if (conflict) this.resolve(conflict);
      else if (this.isOutOfReach(goal)) return false;
      else if (!this.decide(goal) && this.isSupported()) return true;
    }
    return false;
  }

  /** Adds a fact that holds in every solution still wanted. */
  add(fact: Incompatibility) {
    for (const { variable } of fact.terms) this.register(variable);
    for (const { variable } of fact.terms) this.facts.get(variable)!.push(fact);
    const absent = fact.terms.filter(({ states }) => states.has(ABSENT));
    if (absent.length > 1)
      absent.forEach(({ variable }) => this.decisions.keepOpen(variable));
    if (this.partial.level > 0)
      this.late.push({ fact, level: this.partial.level });
    this.examine(fact);
  }

  /** Makes the solver know a package that may stay absent, and decide about it. */
  consider(known: KnownPackage) {
    this.register(known);
    this.decisions.keepOpen(known);
  }

  /** The packages that are there. */
  selection(): Selection {
    const selected = this.decisions
      .packages()
      .filter(known => !known.isHost && !this.partial.domain(known).has(ABSENT))
      .map(known => [known, this.partial.domain(known).highest()] as const);
    return new Map(selected);
  }

  /** Every package that was mentioned so far, but those of the host. */
  knownPackages(): KnownPackage[] {
    return this.decisions.packages().filter(known => !known.isHost);
  }

  /** Undoes all decisions, and derives all that is certain. */
  settle(): boolean {
    this.backtrack(0);
    const conflict = this.propagate();
    if (conflict) this.resolve(conflict);
    return !this.failure;
  }

  private propagate(): Incompatibility | undefined {
    while (!this.conflict && this.changed.size > 0) {
      const [variable] = this.changed;
      this.changed.delete(variable!);
      for (const fact of this.facts.get(variable!) ?? []) {
        this.examine(fact);
        if (this.conflict) break;
      }
    }
    return this.conflict ?? this.costViolation();
  }

  /** Derives what the fact implies now. */
  private examine(fact: Incompatibility) {
    if (fact.isIdle(this.holds)) return;
    const { terms } = fact;
    let open = -1;
    for (let index = 0; index < terms.length; index++) {
      if (this.holds(terms[index]!)) continue;
      if (open >= 0) {
        fact.watch(open, index);
        return;
      }
      open = index;
    }
    if (open < 0) this.conflict ??= fact;
    else this.imply(terms[open]!, fact);
  }

  /** The one term that does not hold must fail, unless it has failed. */
  private imply(term: Term, fact: Incompatibility) {
    if (!this.partial.domain(term.variable).overlaps(term.states)) return;
    this.partial.derive(term, fact);
    this.assigned(term.variable);
  }

  private resolve(conflict: Incompatibility) {
    this.budget.check();
    const { learned, level } = analyze(conflict, this.partial);
    for (const { variable } of [...conflict.terms, ...learned.terms])
      this.decisions.bump(variable);
    if (learned.terms.length === 0) {
      this.failure = learned;
      return;
    }
    this.tries++;
    this.backtrack(level);
    if (learned !== conflict) this.learned.push(learned);
    if (learned === conflict && conflict.cause.kind !== 'cost')
      this.examine(learned);
    else this.add(learned);
  }

  /** False when nothing is left to decide. */
  private decide(goal: Goal | undefined): boolean {
    this.budget.check();
    const choice = this.goalChoice(goal) ?? this.decisions.next();
    if (!choice) return false;
    const { variable, position } = choice;
    if (this.load(variable, position)) return true;
    this.partial.decide(variable, VersionSet.of(variable.size, [position]));
    this.assigned(variable);
    return true;
  }

  private isOutOfReach(goal: Goal | undefined): boolean {
    if (!goal || this.partial.level > 0) return false;
    return !this.partial.domain(goal.variable).overlaps(goal.states);
  }

  private goalChoice(goal: Goal | undefined) {
    if (!goal || this.partial.level > 0) return undefined;
    const states = this.partial.domain(goal.variable).intersect(goal.states);
    return { variable: goal.variable, position: goal.pick(states) };
  }

  private isSupported(): boolean {
    const violations = this.support.violations(this.selection());
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
    if (this.facts.get(variable)) return;
    this.facts.set(variable, []);
    if (!(variable instanceof KnownPackage)) return;
    this.decisions.register(variable);
    this.lister.packageFacts(variable).forEach(fact => this.add(fact));
    this.observer?.packageSeen(variable);
  }

  private assigned(variable: Variable) {
    this.changed.add(variable);
    this.decisions.touched(variable);
    for (const counter of this.observer?.counters() ?? [])
      counter.assigned(variable);
  }

  private backtrack(level: number) {
    if (level === this.partial.level) return;
    const undone = this.partial.backtrack(level);
    undone.forEach(variable => this.decisions.touched(variable));
    this.changed.clear();
    this.conflict = undefined;
    for (const counter of this.observer?.counters() ?? [])
      counter.backtracked();
    const late = this.late.filter(entry => entry.level > level);
    this.late = this.late.filter(entry => entry.level <= level);
    if (level > 0) this.late.push(...late.map(({ fact }) => ({ fact, level })));
    late.forEach(({ fact }) => this.examine(fact));
  }

  private costViolation(): Incompatibility | undefined {
    for (const counter of this.observer?.counters() ?? []) {
      const violation = counter.violation();
      if (violation) return violation;
    }
    return undefined;
  }
}
