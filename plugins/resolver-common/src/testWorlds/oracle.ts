import { lt, rcompare } from 'semver';
import type { ResolveRequest } from '../types';
import { OraclePolicy } from './OraclePolicy';
import { OracleRelations, type OracleSolution } from './OracleRelations';

/**
 * The best solution of a small world, found by trying everything. It knows the rules of docs/design/resolver.md, section 1, and
 * nothing of how the resolver works.
 */
export class Oracle {
  private readonly packages;
  private readonly host;
  private readonly roots;
  private readonly installed;
  private readonly options;
  private readonly names: string[];
  private readonly policy;
  private readonly relations;

  /** `kept`: of the installed packages that may not be removed, those for which this holds. Default all. */
  constructor(
    private readonly request: ResolveRequest,
    private readonly kept?: readonly string[],
  ) {
    this.packages = request.packages ?? {};
    this.host = request.host ?? {};
    this.roots = request.roots ?? {};
    this.installed = request.installed ?? {};
    this.options = request.options ?? {};
    this.policy = new OraclePolicy(request);
    this.relations = new OracleRelations(request);
    this.names = Object.keys(this.packages)
      .filter(name => !(name in this.host))
      .sort();
  }

  /** Undefined: there is none. */
  best(): OracleSolution | undefined {
    let left = this.solutions();
    for (const cost of [
      this.removed,
      this.changed,
      this.downgraded,
      this.unmet,
      this.deprecated,
    ]) {
      left = least(left, solution => cost.call(this, solution));
    }
    for (const name of this.order()) {
      const present = left
        .flatMap(solution => solution.get(name) ?? [])
        .sort(rcompare);
      const best =
        this.options.strategy === 'lowest'
          ? present[present.length - 1]
          : present[0];
      left = left.filter(
        solution => !solution.has(name) || solution.get(name) === best,
      );
    }
    left = least(
      left,
      solution =>
        Array.from(solution.keys()).filter(name => !(name in this.installed))
          .length,
    );
    for (const name of this.names)
      left = least(left, solution => (solution.has(name) ? 0 : 1));
    return left[0];
  }

  /** All of them. */
  solutions(): OracleSolution[] {
    const found: OracleSolution[] = [];
    this.extend(new Map(), 0, found);
    return found;
  }

  private extend(
    partial: OracleSolution,
    index: number,
    found: OracleSolution[],
  ) {
    if (index === this.names.length) {
      if (this.isSolution(partial)) found.push(new Map(partial));
      return;
    }
    const name = this.names[index]!;
    if (!(name in this.roots)) this.extend(partial, index + 1, found);
    for (const version of Object.keys(this.packages[name]!)) {
      if (!this.policy.isSelectable(name, version)) continue;
      partial.set(name, version);
      this.extend(partial, index + 1, found);
      partial.delete(name);
    }
  }

  private isSolution(solution: OracleSolution): boolean {
    for (const name of Object.keys(this.roots)) {
      if (!this.relations.accepts(solution, name, this.roots[name]!))
        return false;
    }
    for (const [name, version] of Object.entries(this.installed)) {
      const selected = solution.get(name);
      if (
        !selected &&
        this.options.allowRemove === false &&
        !this.options.prune &&
        (this.kept?.includes(name) ?? true)
      )
        return false;
      if (
        selected &&
        this.options.allowDowngrade === false &&
        lt(selected, version)
      )
        return false;
    }
    for (const [name, version] of solution) {
      if (!this.relations.isContent(this.packages[name]![version]!, solution))
        return false;
    }
    return this.relations.isGrounded(solution);
  }

  private removed(solution: OracleSolution): number {
    return Object.keys(this.installed).filter(name => !solution.has(name))
      .length;
  }

  private changed(solution: OracleSolution): number {
    const { update = [] } = this.request;
    return Object.entries(this.installed).filter(
      ([name, version]) =>
        update !== 'all' &&
        !update.includes(name) &&
        solution.has(name) &&
        solution.get(name) !== version,
    ).length;
  }

  private downgraded(solution: OracleSolution): number {
    return Object.entries(this.installed).filter(
      ([name, version]) =>
        solution.has(name) && lt(solution.get(name)!, version),
    ).length;
  }

  private unmet(solution: OracleSolution): number {
    return Array.from(solution).reduce((sum, [name, version]) => {
      const wishes = Object.entries(
        this.packages[name]![version]!.optionalDependencies ?? {},
      );
      return (
        sum +
        wishes.filter(
          ([target, range]) => !this.relations.accepts(solution, target, range),
        ).length
      );
    }, 0);
  }

  private deprecated(solution: OracleSolution): number {
    return Array.from(solution).filter(
      ([name, version]) => this.packages[name]![version]!.deprecated,
    ).length;
  }

  private order(): string[] {
    const others = this.names.filter(name => !(name in this.roots));
    return [...this.names.filter(name => name in this.roots), ...others];
  }
}

function least<T>(items: T[], cost: (item: T) => number): T[] {
  const costs = items.map(cost);
  const minimum = Math.min(...costs);
  return items.filter((_, index) => costs[index] === minimum);
}
