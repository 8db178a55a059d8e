import { byName } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import { TimeIsUp, type Budget } from './Budget';
import { CountMinimizer } from './CountMinimizer';
import { Incompatibility } from './Incompatibility';
import { NewestVersions } from './NewestVersions';
import { Pursuit } from './Pursuit';
import type { Selection } from './Support';
import { ABSENT, VersionSet } from './VersionSet';

/**
 * Finds a solution and proves, criterion by criterion, that none is better. See docs/design/resolver.md, section 6.
 */
export class Optimizer {
  /** Whether the proof came to its end. */
  optimal = false;
  private readonly pursuit: Pursuit;
  private readonly counts: CountMinimizer;
  private readonly versions: NewestVersions;

  constructor(world: World, budget: Budget) {
    this.pursuit = new Pursuit(world, budget);
    this.counts = new CountMinimizer(this.pursuit);
    this.versions = new NewestVersions(this.pursuit, this.counts);
  }

  get tries(): number {
    return this.pursuit.tries;
  }

  /** How far the search came. */
  get solver() {
    return this.pursuit.solver;
  }

  /** Undefined: there is no solution. Throws when the time is up before one was found. */
  run(): Selection | undefined {
    if (!this.pursuit.begin()) return undefined;
    try {
      this.improve();
      this.optimal = true;
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
    }
    return this.pursuit.best.selection;
  }

  private improve() {
    for (const counter of this.pursuit.costs.first)
      this.counts.minimize(counter);
    this.versions.settleAll();
    this.counts.minimize(this.pursuit.costs.added);
    this.settlePresence();
  }

  /** Only where alternatives of the same cost are left: by name, rather there than not. */
  private settlePresence() {
    const { solver, best } = this.pursuit;
    solver.settle();
    const isSure = (known: KnownPackage) =>
      !solver.partial.domains.has(known, ABSENT);
    if (best.packages().every(isSure)) return;
    for (const known of solver
      .knownPackages()
      .sort((a, b) => byName(a.name, b.name))) {
      if (!isSure(known)) this.preferPresent(known);
    }
  }

  private preferPresent(known: KnownPackage) {
    const { solver, best } = this.pursuit;
    if (!best.has(known)) this.pursuit.findPresent(known);
    const absent = VersionSet.only(known.size, ABSENT);
    const states = best.has(known) ? absent : known.present;
    solver.add(
      Incompatibility.create([{ variable: known, states }], { kind: 'cost' }),
    );
    solver.settle();
  }
}
