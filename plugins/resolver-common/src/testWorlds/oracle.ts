import { lt, prerelease, rcompare, satisfies } from 'semver';
import type { ResolveRequest, VersionFacts } from '../types';

/** Package name to version. */
export type OracleSolution = Map<string, string>;

const SEVERITY = ['low', 'moderate', 'high', 'critical'];

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
  private readonly memo = new Map<string, boolean>();

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
      if (!this.isSelectable(name, version)) continue;
      partial.set(name, version);
      this.extend(partial, index + 1, found);
      partial.delete(name);
    }
  }

  private isSelectable(name: string, version: string): boolean {
    const { yanked, advisories = [] } = this.packages[name]![version]!;
    const { fixAdvisories = [], advisorySeverity = 'high' } = this.options;
    const limit = SEVERITY.indexOf(advisorySeverity);
    if (yanked && this.installed[name] !== version) return false;
    for (const { id, severity } of advisories) {
      if (fixAdvisories.includes(id)) return false;
      const isSevere = SEVERITY.indexOf(severity) >= limit;
      if (isSevere && !this.isAccepted(id, name, version)) return false;
    }
    if (!this.isAllowed(name, version)) return false;
    return (this.options.overrides?.[name] ?? version) === version;
  }

  private isAccepted(id: string, name: string, version: string): boolean {
    const { acceptAdvisories = [], asOf = '' } = this.options;
    return acceptAdvisories.some(
      accepted =>
        accepted.id === id &&
        (!accepted.package || accepted.package === name) &&
        (!accepted.range || this.contains(accepted.range, version)) &&
        (!accepted.until || new Date(asOf) < new Date(accepted.until)),
    );
  }

  private isAllowed(name: string, version: string): boolean {
    const { pins = {}, denied = {}, overrides = {}, asOf } = this.options;
    if (pins[name] && !this.contains(pins[name], version)) return false;
    if (denied[name] && this.contains(denied[name], version)) return false;
    const { publishedAt } = this.packages[name]![version]!;
    if (!asOf || !publishedAt || this.installed[name] === version) return true;
    const days =
      (Date.parse(asOf) - Date.parse(publishedAt)) / (24 * 60 * 60 * 1000);
    if (days < 0) return false;
    const isNamed = [overrides[name], this.roots[name]].includes(version);
    return isNamed || days >= (this.options.minimumReleaseAgeDays ?? 0);
  }

  private contains(range: string, version: string): boolean {
    return satisfies(version, range, { includePrerelease: true });
  }

  private isSolution(solution: OracleSolution): boolean {
    for (const name of Object.keys(this.roots)) {
      if (!this.accepts(solution, name, this.roots[name]!)) return false;
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
      if (!this.isContent(this.packages[name]![version]!, solution))
        return false;
    }
    return this.isGrounded(solution);
  }

  private isContent(facts: VersionFacts, solution: OracleSolution): boolean {
    const {
      optionalDependencies = {},
      conflicts = {},
      requires = {},
      peerDependencies = {},
    } = facts;
    for (const [target, range] of Object.entries(facts.dependencies ?? {})) {
      if (
        !(target in optionalDependencies) &&
        !this.accepts(solution, target, range)
      )
        return false;
    }
    for (const [target, range] of Object.entries(peerDependencies)) {
      const optional = facts.peerDependenciesMeta?.[target]?.optional === true;
      const isThere = solution.has(target) || target in this.host;
      if ((isThere || !optional) && !this.accepts(solution, target, range))
        return false;
    }
    for (const [target, range] of Object.entries(conflicts)) {
      const version = this.host[target] ?? solution.get(target);
      if (version && this.matches(version, range)) return false;
    }
    return Object.entries(requires).every(([capability, range]) =>
      Array.from(solution).some(([name, version]) => {
        const provided = this.packages[name]![version]!.provides?.[capability];
        return provided !== undefined && this.matches(provided, range);
      }),
    );
  }

  private isGrounded(solution: OracleSolution): boolean {
    const { prune, includePrerelease, overrides = {} } = this.options;
    const reached = new Set(
      Array.from(solution.keys()).filter(
        name => name in this.roots || (!prune && name in this.installed),
      ),
    );
    for (let before = -1; before !== reached.size; ) {
      before = reached.size;
      for (const name of reached)
        this.wanted(name, solution).forEach(target => reached.add(target));
    }
    if (reached.size !== solution.size) return false;
    return Array.from(solution).every(([name, version]) => {
      if (prerelease(version) === null || this.installed[name] === version)
        return true;
      if (includePrerelease || name in overrides || name in this.roots)
        return true;
      return Array.from(reached).some(
        other => other !== name && this.wanted(other, solution).includes(name),
      );
    });
  }

  private wanted(name: string, solution: OracleSolution): string[] {
    const facts = this.packages[name]![solution.get(name)!]!;
    const peers = Object.entries(facts.peerDependencies ?? {}).filter(
      ([target]) => !facts.peerDependenciesMeta?.[target]?.optional,
    );
    const all = [...Object.entries(facts.optionalDependencies ?? {}), ...peers];
    for (const [target, range] of Object.entries(facts.dependencies ?? {})) {
      if (!(target in (facts.optionalDependencies ?? {})))
        all.push([target, range]);
    }
    return all
      .filter(
        ([target, range]) =>
          solution.has(target) && this.accepts(solution, target, range),
      )
      .map(([target]) => target);
  }

  private accepts(
    solution: OracleSolution,
    name: string,
    range: string,
  ): boolean {
    const version = this.host[name] ?? solution.get(name);
    if (version === undefined) return false;
    return (
      name in (this.options.overrides ?? {}) || this.matches(version, range)
    );
  }

  private matches(version: string, range: string): boolean {
    const key = `${version} ${range}`;
    let answer = this.memo.get(key);
    if (answer === undefined) {
      answer = satisfies(version, range, {
        includePrerelease: this.options.includePrerelease,
      });
      this.memo.set(key, answer);
    }
    return answer;
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
          ([target, range]) => !this.accepts(solution, target, range),
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
