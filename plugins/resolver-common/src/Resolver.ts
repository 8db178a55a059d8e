import { Changes } from './answer/Changes';
import { Checker, type Solution } from './answer/Checker';
import { recordOf } from './answer/recordOf';
import { Steps } from './answer/Steps';
import { warningsOf } from './answer/warnings';
import { conclusion } from './explain/Explanation';
import type { TryPatch } from './explain/Fixes';
import { Refusal } from './explain/Refusal';
import { byName, type Problem } from './request/Problem';
import { Budget, TimeIsUp } from './solver/Budget';
import type { Incompatibility } from './solver/Incompatibility';
import { Optimizer } from './solver/Optimizer';
import type { VersionSolver } from './solver/VersionSolver';
import { lockOf } from './answer/lock';
import type {
  PartialResult,
  ResolveAnswer,
  ResolveConflict,
  ResolveSuccess,
} from './types';
import { KnownPackage } from './world/KnownPackage';
import { World } from './world/World';

/** A solution and how good it is known to be. */
interface Outcome {
  solution: Solution;
  optimal: boolean;
  tries: number;
}

/**
 * Answers one problem: solution or explanation, within the time that the problem allows. See docs/design/resolver.md.
 */
export class Resolver {
  private readonly world: World;
  private readonly checker: Checker;
  private readonly start: number;
  private solver?: VersionSolver;
  private refusal?: Refusal;

  constructor(
    private readonly problem: Problem,
    private readonly budget: Budget,
    private readonly now: () => number,
  ) {
    this.start = now();
    this.world = new World(problem);
    this.checker = new Checker(problem);
  }

  /** `tryPatch` resolves the request with a change, for the fixes. */
  answer(tryPatch: TryPatch): ResolveAnswer {
    try {
      const outcome = this.solve();
      return outcome ? this.success(outcome) : this.conflict(tryPatch);
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
      return this.timeout(error);
    }
  }

  /** The best solution, or the proof that there is none. */
  attempt(): ReturnType<TryPatch> {
    const outcome = this.solve();
    return outcome ? { solution: outcome.solution } : this.refused;
  }

  /** The proof that there is no solution, once that is known. */
  get refused() {
    return { world: this.world, failure: this.solver!.failure! };
  }

  /** The best solution; undefined when there is none. */
  private solve(): Outcome | undefined {
    const kept = this.installedAsItIs();
    if (kept) return { solution: kept, optimal: true, tries: 0 };
    const optimizer = new Optimizer(this.world, this.budget);
    this.solver = optimizer.solver;
    const selection = optimizer.run();
    if (!selection) return undefined;
    const solution = new Map(
      Array.from(
        selection,
        ([known, position]) => [known.name, known.version(position)] as const,
      ).sort(([a], [b]) => byName(a, b)),
    );
    this.verify(solution);
    return { solution, optimal: optimizer.optimal, tries: optimizer.tries };
  }

  /** Nothing is better than what is installed when all of it may stay and nothing is missing. */
  private installedAsItIs(): Solution | undefined {
    const { installed, update, host } = this.problem;
    const names = Array.from(installed.keys()).sort(byName);
    if (names.some(name => update.has(name) || host.has(name)))
      return undefined;
    const solution = new Map(names.map(name => [name, installed.get(name)!]));
    const isDone =
      this.checker.violations(solution).length === 0 &&
      this.checker.unmetWishes(solution).length === 0;
    return isDone ? solution : undefined;
  }

  private success({ solution, optimal, tries }: Outcome): ResolveSuccess {
    const { problem, checker } = this;
    const changes = new Changes(problem, solution, checker).list();
    return {
      ok: true,
      solution: recordOf(solution),
      changes,
      optimal,
      warnings: warningsOf(problem, solution, checker),
      steps: new Steps(problem, solution, checker, changes).list(),
      lock: lockOf(problem, solution),
      stats: this.stats(tries),
    };
  }

  /** The search for the best has proven that there is no solution at all. */
  private conflict(tryPatch: TryPatch): ResolveConflict {
    const { failure } = this.refused;
    const tries = this.solver!.tries;
    this.refusal = new Refusal(this.problem, this.budget, failure);
    this.refusal.minimize();
    const fixes = this.refusal.fixes(tryPatch);
    const lines = [this.refusal.explanation()];
    if (fixes.length === 0) lines.push(this.noFix());
    return {
      ok: false,
      explanation: lines.join('\n'),
      conflict: this.refusal.conflict,
      fixes,
      stats: this.stats(tries),
    };
  }

  private noFix(): string {
    return this.budget.isOver
      ? 'There was no time left to find out what would help.'
      : 'Of the changes that this suggests, none helps, nor do several of them.';
  }

  private timeout(error: TimeIsUp): ResolveAnswer {
    const message = this.refusal
      ? `${error.message}: there is no solution, and the time was too short to say why`
      : `${error.message} without a solution and without a proof that there is none`;
    const field = '/options/timeoutMs';
    return {
      ok: false,
      error: { code: 'TIMEOUT', field, message, partial: this.partial() },
    };
  }

  private partial(): PartialResult {
    const solver = this.refusal?.solver ?? this.solver;
    if (!solver) return { decided: {}, facts: [], tries: 0 };
    const decided = Array.from(solver.selection()).flatMap(
      ([known, position]) =>
        solver.partial.domains.single(known)
          ? [[known.name, known.version(position)] as const]
          : [],
    );
    const facts = solver.learned
      .slice(-20)
      .filter(isAboutPackages)
      .map(conclusion);
    return { decided: Object.fromEntries(decided), facts, tries: solver.tries };
  }

  /** Never trusts the search. */
  private verify(solution: Solution) {
    const [fault] = this.checker.violations(solution);
    if (fault) throw new Error(`The resolver made a wrong plan: ${fault}`);
  }

  private stats(tries: number) {
    return { tries, ms: Math.round((this.now() - this.start) * 100) / 100 };
  }
}

/** Costs are the search's own business. */
function isAboutPackages({ terms }: Incompatibility): boolean {
  return terms.every(({ variable }) => variable instanceof KnownPackage);
}
