import type { KnownPackage } from '../world/KnownPackage';
import type { Demand, World } from '../world/World';
import { Incompatibility } from './Incompatibility';
import type { Term } from './Term';
import { VariableMap } from './VariableMap';
import { ABSENT, VersionSet } from './VersionSet';

/** Versions of a package. */
type Subject = Term & { variable: KnownPackage };

/** Selected packages and their positions. */
export type Selection = ReadonlyMap<KnownPackage, number>;

/** Where packages are now. */
interface States {
  state(known: KnownPackage): number;
}

/** Why packages are there. */
export interface Reasons {
  /** The package that asks for this one. Undefined: it is there for its own sake, or for no reason. */
  of(known: KnownPackage): KnownPackage | undefined;
  /** Packages that nothing asks for, directly or not. */
  unsupported: KnownPackage[];
}

/**
 * Sees to it that nothing is selected without a reason. See docs/design/resolver.md, section 4.
 */
export class Support {
  constructor(
    private readonly world: World,
    private readonly roots: ReadonlyMap<string, string>,
  ) {}

  /** Facts that the selection violates, with packages in it that nothing asks for. */
  violations(
    selection: Selection,
    unsupported: Set<KnownPackage>,
  ): Incompatibility[] {
    if (unsupported.size > 0) return this.loopFormulas(selection, unsupported);
    return Array.from(selection)
      .filter(([known, position]) =>
        this.isUnaskedPrerelease(known, position, selection),
      )
      .map(([known, position]) => this.prereleaseFormula(known, position));
  }

  /** "Only if something asks for it", for every installed package: what `prune` means. */
  pruneFormulas(): Incompatibility[] {
    return Array.from(this.world.problem.installed.keys())
      .sort()
      .map(name => this.world.package(name))
      .filter(known => !known.isHost && !this.roots.has(known.name))
      .map(known =>
        this.formula(
          [{ variable: known, states: known.present }],
          new Set([known]),
        ),
      );
  }

  /** What is there for a reason, and what that is. */
  reasons(selection: Selection): Reasons {
    const packages = Array.from(selection.keys());
    const left = new VariableMap<number>();
    const reasons = new VariableMap<KnownPackage>();
    packages.forEach(known => left.set(known, selection.get(known)!));
    const reached = packages.filter(known => this.isGround(known));
    reached.forEach(known => left.set(known, ABSENT));
    // The list is walked in its order, additions during the walk included.
    for (const known of reached) {
      for (const demand of this.world.demandsOf(known, selection.get(known)!)) {
        const { target, accepted } = demand;
        const position = left.get(target) ?? ABSENT;
        if (position === ABSENT || !accepted.has(position)) continue;
        left.set(target, ABSENT);
        reasons.set(target, known);
        reached.push(target);
      }
    }
    return {
      of: known => reasons.get(known),
      unsupported: packages.filter(known => left.get(known) !== ABSENT),
    };
  }

  /** Whether the package is in a state that brings the target in at its version. */
  asks(known: KnownPackage, target: KnownPackage, states: States): boolean {
    const position = states.state(known);
    if (position === ABSENT) return false;
    const at = states.state(target);
    return this.world
      .demandsOf(known, position)
      .some(demand => demand.target === target && demand.accepted.has(at));
  }

  /** Whether it is there for its own sake. */
  isGround({ name }: KnownPackage): boolean {
    const { installed, options } = this.world.problem;
    return this.roots.has(name) || (!options.prune && installed.has(name));
  }

  /**
   * For each package that no other one of them asks for, so that the facts speak of few packages; where they ask for each other in
   * circles, for all of them together.
   */
  private loopFormulas(
    selection: Selection,
    unsupported: Set<KnownPackage>,
  ): Incompatibility[] {
    const asked = this.askedBy(unsupported, selection);
    const sources = Array.from(unsupported).filter(known => !asked.has(known));
    if (sources.length === 0) return [this.loopFormula(selection, unsupported)];
    return sources.map(known => this.loopFormula(selection, new Set([known])));
  }

  /** At these versions, or in any where optional dependencies play no part. */
  private loopFormula(
    selection: Selection,
    members: Set<KnownPackage>,
  ): Incompatibility {
    const exact = Array.from(members, member => ({
      variable: member,
      states: VersionSet.only(member.size, selection.get(member)!),
    }));
    if (this.hasWishFor(members)) return this.formula(exact, members);
    const { variable } = exact[0]!;
    return this.formula([{ variable, states: variable.present }], members);
  }

  private askedBy(
    packages: Set<KnownPackage>,
    selection: Selection,
  ): Set<KnownPackage> {
    const asked = new Set<KnownPackage>();
    for (const known of packages) {
      this.world
        .demandsOf(known, selection.get(known)!)
        .filter(demand => isMet(demand, selection))
        .forEach(({ target }) => asked.add(target));
    }
    return asked;
  }

  private hasWishFor(members: Set<KnownPackage>): boolean {
    return Array.from(members).some(({ name }) =>
      this.world
        .demandersOf(name)
        .some(demander => (demander.demanding(name)?.wishes.size ?? 0) > 0),
    );
  }

  /** The subject's terms never hold together without a demand from outside. */
  private formula(subject: Subject[], members: Set<KnownPackage>) {
    const states = new Map(subject.map(term => [term.variable, term.states]));
    return supportFact(subject, this.unasked(members, states));
  }

  /** No package outside is at a version that demands a member in one of these states (without them, in any). */
  private unasked(
    members: Set<KnownPackage>,
    states: ReadonlyMap<KnownPackage, VersionSet>,
  ): Term[] {
    const demands = new Map<KnownPackage, VersionSet>();
    for (const member of members) {
      for (const demander of this.world.demandersOf(member.name)) {
        if (members.has(demander)) continue;
        const versions = this.demanding(
          demander,
          member,
          states.get(member) ?? member.present,
        );
        const known = demands.get(demander);
        demands.set(demander, known ? known.union(versions) : versions);
      }
    }
    return Array.from(demands, ([variable, versions]) => ({
      variable,
      states: versions.complement(),
    }));
  }

  /**
   * The versions that demand the target. Whoever must have it is sure to have it in range; whoever only wishes for it counts
   * where one of these states is in range.
   */
  private demanding(
    demander: KnownPackage,
    target: KnownPackage,
    states: VersionSet,
  ): VersionSet {
    const demanding = demander.demanding(target.name);
    if (!demanding) return VersionSet.empty(demander.size);
    let versions = demanding.must;
    for (const [range, wishing] of demanding.wishes) {
      if (this.world.accepted(target, range).overlaps(states))
        versions = versions.union(wishing);
    }
    return versions;
  }

  /** An installed package that nothing asks for keeps its version or moves to a release. */
  private isUnaskedPrerelease(
    known: KnownPackage,
    position: number,
    selection: Selection,
  ): boolean {
    if (!known.marks.prereleases.has(position)) return false;
    if (!this.prereleases(known).has(position) || this.roots.has(known.name))
      return false;
    return !Array.from(selection).some(
      ([other, at]) =>
        other !== known &&
        this.world
          .demandsOf(other, at)
          .some(demand => demand.target === known && isMet(demand, selection)),
    );
  }

  private prereleaseFormula(
    known: KnownPackage,
    position: number,
  ): Incompatibility {
    const members = new Set([known]);
    const states = this.hasWishFor(members)
      ? VersionSet.only(known.size, position)
      : this.prereleases(known);
    return this.formula([{ variable: known, states }], members);
  }

  /** Versions that have to be asked for. */
  private prereleases(known: KnownPackage): VersionSet {
    const { installed, options } = this.world.problem;
    if (options.includePrerelease || options.overrides.has(known.name)) {
      return VersionSet.empty(known.size);
    }
    return known.without(known.marks.prereleases, installed.get(known.name));
  }
}

function isMet({ target, accepted }: Demand, selection: Selection): boolean {
  const position = selection.get(target);
  return position !== undefined && accepted.has(position);
}

function supportFact(subject: Subject[], unasked: Term[]): Incompatibility {
  return Incompatibility.create([...subject, ...unasked], {
    kind: 'support',
    package: subject[0]!.variable,
  });
}
