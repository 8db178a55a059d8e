import { gt, lt, prerelease } from 'semver';
import { isBarred, policyFault } from '../request/policy';
import { byName, type Problem } from '../request/Problem';
import type { VersionFacts } from '../types';
import { BACKSTAGE_RANGE } from '../world/RangeMatcher';
import { Matches } from './Matches';

/** Package name to version. */
export type Solution = ReadonlyMap<string, string>;

/**
 * Decides whether a solution is one, straight from the rules in docs/design/resolver.md, section 1. It shares no code with the
 * search, so that neither can hide a fault of the other.
 */
export class Checker {
  private readonly matches: Matches;

  constructor(private readonly problem: Problem) {
    this.matches = Matches.of(problem.options.includePrerelease);
  }

  /** What is wrong, in words and in a fixed order; empty for a sound solution. */
  violations(solution: Solution): string[] {
    const found = [
      ...this.rootFaults(solution),
      ...this.environmentFaults(solution),
    ];
    for (const [name, version] of solution)
      found.push(...this.faultsOf(name, version, solution));
    return (found.length > 0 ? found : this.reasonFaults(solution)).sort(
      byName,
    );
  }

  /** What is wrong with one package of a solution. */
  faultsOf(name: string, version: string, solution: Solution): string[] {
    const facts = this.factsOf(name, version);
    if (!facts) return [`${name} ${version} is not known`];
    return [
      ...this.selectionFaults(name, version, facts),
      ...this.relationFaults(name, facts, solution),
    ];
  }

  /** Optional dependencies of selected packages that are not there in range. */
  unmetWishes(
    solution: Solution,
  ): Array<{ by: string; target: string; range: string }> {
    return Array.from(solution).flatMap(([by, version]) =>
      entries(this.factsOf(by, version)?.optionalDependencies)
        .filter(([target, range]) => !this.isMet(solution, target, range))
        .map(([target, range]) => ({ by, target, range })),
    );
  }

  /** Whether the range matches, where no override has a say. */
  inRange(version: string, range: string): boolean {
    return range !== BACKSTAGE_RANGE && this.matches.satisfies(version, range);
  }

  /** Whether the package is there, in the solution or in the host, at a version that a demand accepts. */
  isMet(solution: Solution, target: string, range: string): boolean {
    const provided = this.problem.host.get(target);
    const version = provided ?? solution.get(target);
    if (version === undefined) return false;
    if (this.problem.options.overrides.has(target)) return true;
    if (range === BACKSTAGE_RANGE) return provided !== undefined;
    return this.inRange(version, range);
  }

  private rootFaults(solution: Solution): string[] {
    return Array.from(this.problem.roots)
      .filter(([name, range]) => !this.isMet(solution, name, range))
      .map(([name, range]) => `the request asks for ${name} ${range}`);
  }

  private environmentFaults(solution: Solution): string[] {
    const { host, installed, options } = this.problem;
    return Array.from(installed).flatMap(([name, version]) => {
      const selected = solution.get(name);
      if (host.has(name)) return [];
      if (selected === undefined) {
        return options.allowRemove || options.prune
          ? []
          : [`${name} would be removed`];
      }
      return !options.allowDowngrade && lt(selected, version)
        ? [`${name} would be downgraded`]
        : [];
    });
  }

  private selectionFaults(
    name: string,
    version: string,
    facts: VersionFacts,
  ): string[] {
    const { host, installed, options } = this.problem;
    const faults: string[] = [];
    if (host.has(name)) faults.push(`${name} is provided by the host`);
    if (facts.yanked && installed.get(name) !== version)
      faults.push(`${name} ${version} was yanked`);
    const choice = { name, version };
    if (facts.advisories?.some(item => isBarred(item, options, choice))) {
      faults.push(`${name} ${version} has an advisory`);
    }
    const policy = policyFault(this.problem, choice, facts);
    if (policy !== undefined)
      faults.push(`${name} ${version} is excluded by policy: ${policy}`);
    const pinned = options.overrides.get(name);
    if (pinned !== undefined && pinned !== version)
      faults.push(`an override pins ${name} to ${pinned}`);
    return faults;
  }

  private relationFaults(
    name: string,
    facts: VersionFacts,
    solution: Solution,
  ): string[] {
    const faults: string[] = [];
    for (const [target, range] of demands(facts)) {
      if (!this.isMet(solution, target, range))
        faults.push(`${name} requires ${target} ${range}`);
    }
    for (const [target, range] of optionalPeers(facts)) {
      const isThere = solution.has(target) || this.problem.host.has(target);
      if (isThere && !this.isMet(solution, target, range))
        faults.push(`${name} works only with ${target} ${range}`);
    }
    for (const [target, range] of entries(facts.conflicts)) {
      if (this.isIn(solution, target, range))
        faults.push(`${name} conflicts with ${target} ${range}`);
    }
    for (const [capability, range] of entries(facts.requires)) {
      if (!this.isProvided(solution, capability, range))
        faults.push(`${name} needs the capability ${capability} ${range}`);
    }
    return faults;
  }

  /** As `isMet`, but overrides have no say. */
  private isIn(solution: Solution, target: string, range: string): boolean {
    const provided = this.problem.host.get(target);
    const version = provided ?? solution.get(target);
    if (version === undefined) return false;
    return range === BACKSTAGE_RANGE
      ? provided !== undefined
      : this.inRange(version, range);
  }

  private isProvided(
    solution: Solution,
    capability: string,
    range: string,
  ): boolean {
    return Array.from(solution).some(([name, version]) =>
      entries(this.factsOf(name, version)?.provides).some(
        ([provided, at]) => provided === capability && this.inRange(at, range),
      ),
    );
  }

  /** Everything selected is there for a reason, and prereleases were asked for. */
  private reasonFaults(solution: Solution): string[] {
    const { roots, installed, options } = this.problem;
    const asked = new Map<string, boolean>();
    const waiting = Array.from(solution.keys()).filter(
      name => roots.has(name) || (!options.prune && installed.has(name)),
    );
    waiting.forEach(name => asked.set(name, roots.has(name)));
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const facts = this.factsOf(name, solution.get(name)!)!;
      const wishes = entries(facts.optionalDependencies);
      const wanted = demands(facts);
      for (const [target, range] of wishes.length > 0
        ? [...wanted, ...wishes]
        : wanted) {
        if (!solution.has(target) || !this.isMet(solution, target, range))
          continue;
        if (!asked.has(target)) waiting.push(target);
        asked.set(target, asked.get(target) || target !== name);
      }
    }
    return Array.from(solution).flatMap(([name, version]) => {
      if (!asked.has(name)) return [`nothing asks for ${name}`];
      const isFree =
        asked.get(name) ||
        options.includePrerelease ||
        options.overrides.has(name);
      const isPrerelease =
        prerelease(version) !== null && installed.get(name) !== version;
      return isPrerelease && !isFree
        ? [`nothing asks for the prerelease ${name} ${version}`]
        : [];
    });
  }

  private factsOf(name: string, version: string): VersionFacts | undefined {
    return this.problem.source.factsOf(name, version);
  }
}

/** Whether a move from one version to the other is up, down or neither. */
export function direction(from: string, to: string): 'upgrade' | 'downgrade' {
  return gt(from, to) ? 'downgrade' : 'upgrade';
}

/** Most versions leave most maps out. */
const NONE: Array<[string, string]> = [];

function entries(
  map: Record<string, string> | undefined,
): Array<[string, string]> {
  return map ? Object.entries(map) : NONE;
}

function demands(facts: VersionFacts): Array<[string, string]> {
  const {
    optionalDependencies: wishes,
    dependencies,
    peerDependencies: peers,
  } = facts;
  const needed = wishes
    ? entries(dependencies).filter(([target]) => !Object.hasOwn(wishes, target))
    : entries(dependencies);
  if (!peers) return needed;
  return [
    ...needed,
    ...entries(peers).filter(([target]) => !isOptionalPeer(facts, target)),
  ];
}

function optionalPeers(facts: VersionFacts): Array<[string, string]> {
  return entries(facts.peerDependencies).filter(([target]) =>
    isOptionalPeer(facts, target),
  );
}

function isOptionalPeer(
  { peerDependenciesMeta: meta }: VersionFacts,
  target: string,
): boolean {
  return (
    meta !== undefined &&
    Object.hasOwn(meta, target) &&
    meta[target]?.optional === true
  );
}
