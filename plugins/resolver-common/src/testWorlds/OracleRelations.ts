import { prerelease, satisfies } from 'semver';
import type { ResolveRequest, VersionFacts } from '../types';

/** Package name to version. */
export type OracleSolution = Map<string, string>;

/** What the versions of a small world need of each other, and whether a solution gives it to them. */
export class OracleRelations {
  private readonly packages;
  private readonly host;
  private readonly roots;
  private readonly installed;
  private readonly options;
  private readonly memo = new Map<string, boolean>();

  constructor(request: ResolveRequest) {
    this.packages = request.packages ?? {};
    this.host = request.host ?? {};
    this.roots = request.roots ?? {};
    this.installed = request.installed ?? {};
    this.options = request.options ?? {};
  }

  isContent(facts: VersionFacts, solution: OracleSolution): boolean {
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

  isGrounded(solution: OracleSolution): boolean {
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

  accepts(solution: OracleSolution, name: string, range: string): boolean {
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
}
