import { Changes } from './answer/Changes';
import { Checker, type Solution } from './answer/Checker';
import { Steps } from './answer/Steps';
import { warningsOf } from './answer/warnings';
import { Explanation, conclusion } from './explain/Explanation';
import { Fixes, type TryPatch } from './explain/Fixes';
import { minimalConflict } from './explain/Minimizer';
import { causesOf } from './explain/proof';
import { byName, type Problem } from './request/Problem';
import { Budget, TimeIsUp } from './solver/Budget';
import type { Incompatibility } from './solver/Incompatibility';
import { Optimizer } from './solver/Optimizer';
import { Search } from './solver/Search';
import type { VersionSolver } from './solver/VersionSolver';
import { lockOf } from './answer/lock';
import type {
  Fix,
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

  /** The best solution; undefined when there is none. */
  solve(): Outcome | undefined {
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
      solution: Object.fromEntries(solution),
      changes,
      optimal,
      warnings: warningsOf(problem, solution, checker),
      steps: new Steps(problem, solution, checker, changes).list(),
      lock: lockOf(problem, solution),
      stats: this.stats(tries),
    };
  }

  private conflict(tryPatch: TryPatch): ResolveConflict {
    const first = this.proof(this.problem.roots)!;
    const conflict = this.minimize(first);
    const failure = this.proof(conflict) ?? first;
    return {
      ok: false,
      explanation: new Explanation(this.world, failure).text(),
      conflict: Object.fromEntries(conflict),
      fixes: this.fixes(tryPatch, failure, conflict),
      stats: this.stats(this.solver?.tries ?? 1),
    };
  }

  /** The roots of the proof are a conflict; this makes it a smallest one. */
  private minimize(failure: Incompatibility): Map<string, string> {
    const core = causesOf(failure, 'root')
      .map(({ package: known, range }) => [known.name, range] as const)
      .sort(([a], [b]) => byName(a, b));
    return new Map(
      minimalConflict(core, roots => this.proof(new Map(roots)) === undefined),
    );
  }

  /** Why these roots cannot be met; undefined when they can. */
  private proof(
    roots: ReadonlyMap<string, string>,
  ): Incompatibility | undefined {
    const solver = Search.feasibility(this.world, roots, this.budget);
    this.solver = solver;
    return solver.search() ? undefined : solver.failure;
  }

  private fixes(
    tryPatch: TryPatch,
    failure: Incompatibility,
    conflict: ReadonlyMap<string, string>,
  ): Fix[] {
    const fixes = new Fixes(tryPatch);
    const found = fixes.list(this.world, failure, conflict);
    return found.length > 0
      ? found
      : fixes.without(this.rootsInTheWay(conflict));
  }

  /** One root of each conflict, until the rest can be resolved. */
  private rootsInTheWay(conflict: ReadonlyMap<string, string>): string[] {
    const roots = new Map(this.problem.roots);
    const dropped: string[] = [];
    for (let next = conflict; next.size > 0; ) {
      const [name] = next.keys();
      roots.delete(name!);
      dropped.push(name!);
      const failure = this.proof(roots);
      next = failure ? this.minimize(failure) : new Map();
    }
    return dropped;
  }

  private timeout(error: TimeIsUp): ResolveAnswer {
    const message = `${error.message} without a solution and without a proof that there is none`;
    const field = '/options/timeoutMs';
    return {
      ok: false,
      error: { code: 'TIMEOUT', field, message, partial: this.partial() },
    };
  }

  private partial(): PartialResult {
    const { solver } = this;
    if (!solver) return { decided: {}, facts: [], tries: 0 };
    const decided = Array.from(solver.selection()).flatMap(
      ([known, position]) =>
        solver.partial.domain(known).single()
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
