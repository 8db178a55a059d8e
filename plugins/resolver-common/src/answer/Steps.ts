import { byName, type Problem } from '../request/Problem';
import type { Change, Step } from '../types';
import { relationsOf, type Relation } from '../world/Relation';
import type { Checker, Solution } from './Checker';
import { components } from './components';

/**
 * Orders changes so that the state after each step is valid. See docs/design/resolver.md, section 9.
 */
export class Steps {
  private readonly changing: Map<string, Change>;
  /** Package name to the packages that must change before it, or with it. */
  private readonly before = new Map<string, Set<string>>();

  constructor(
    private readonly problem: Problem,
    private readonly solution: Solution,
    private readonly checker: Checker,
    changes: Change[],
  ) {
    this.changing = new Map(changes.map(change => [change.name, change]));
    if (changes.length === 0) return;
    for (const { name } of changes) this.before.set(name, new Set());
    for (const [name, version] of solution) this.orderNew(name, version);
    for (const [name, version] of problem.installed)
      this.orderOld(name, version);
  }

  list(): Step[] {
    return components(this.before).map(packages => ({
      packages,
      atomic: packages.length > 1,
    }));
  }

  /** What the coming version cannot live with goes first. */
  private orderNew(name: string, version: string) {
    for (const relation of this.relations(name, version)) {
      if (this.isServed(relation, name, this.solution)) continue;
      for (const target of this.targets(relation, this.solution)) {
        if (!this.accepts(relation, target, this.problem.installed))
          this.require(name, target);
      }
      if (relation.kind === 'capability') this.orderHandover(relation);
    }
  }

  /** What the present version cannot live with comes after it has gone. */
  private orderOld(name: string, version: string) {
    const { installed } = this.problem;
    for (const relation of this.relations(name, version)) {
      if (this.isServed(relation, name, installed)) continue;
      for (const target of this.targets(relation, installed)) {
        if (!this.accepts(relation, target, this.solution))
          this.require(target, name);
      }
    }
  }

  /** A capability that is there at every moment orders nothing: from the package itself, or from one that has it before and after. */
  private isServed(relation: Relation, name: string, state: Solution): boolean {
    if (relation.kind !== 'capability') return false;
    const { installed } = this.problem;
    const other = state === installed ? this.solution : installed;
    return this.targets(relation, state).some(
      provider => provider === name || this.accepts(relation, provider, other),
    );
  }

  /** `first` changes before `name`, or with it. A package that stays orders nothing. */
  private require(name: string, first: string) {
    if (name !== first && this.changing.has(first))
      this.before.get(name)?.add(first);
  }

  private relations(name: string, version: string): Relation[] {
    const facts = this.problem.source.factsOf(name, version);
    if (!facts) return [];
    return relationsOf(facts).filter(({ kind }) => kind !== 'optional');
  }

  /** The package that the relation names; for a capability, those that provide it in the given state. */
  private targets(
    { kind, target, range }: Relation,
    state: Solution,
  ): string[] {
    if (kind !== 'capability') return [target];
    return Array.from(state.keys())
      .filter(name => this.provides(name, state.get(name)!, target, range))
      .sort(byName);
  }

  /** Providers that go wait for those that come. */
  private orderHandover(relation: Relation) {
    const { installed } = this.problem;
    const coming = this.targets(relation, this.solution);
    const going = this.targets(relation, installed).filter(
      name => !this.accepts(relation, name, this.solution),
    );
    for (const first of coming.filter(
      name => !this.accepts(relation, name, installed),
    )) {
      going.forEach(name => this.require(name, first));
    }
  }

  /** Whether the relation can live with the target as it is in the given state. */
  private accepts(
    { kind, target, range }: Relation,
    name: string,
    state: Solution,
  ): boolean {
    const version = this.problem.host.get(name) ?? state.get(name);
    if (kind === 'capability')
      return (
        version !== undefined && this.provides(name, version, target, range)
      );
    if (kind === 'conflict')
      return version === undefined || !this.checker.inRange(version, range);
    if (version === undefined) return kind === 'optionalPeer';
    return this.checker.isMet(state, target, range);
  }

  private provides(
    name: string,
    version: string,
    capability: string,
    range: string,
  ): boolean {
    const provides = this.problem.source.factsOf(name, version)?.provides;
    return (
      provides !== undefined &&
      Object.hasOwn(provides, capability) &&
      this.checker.inRange(provides[capability]!, range)
    );
  }
}
