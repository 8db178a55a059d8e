import type { KnownPackage } from '../world/KnownPackage';
import { demandOf } from '../world/Relation';
import type { Demand, World } from '../world/World';
import { Incompatibility } from './Incompatibility';
import type { Term } from './Term';
import { VariableMap } from './VariableMap';
import { ABSENT, VersionSet } from './VersionSet';

/** Selected packages and their positions. */
export type Selection = ReadonlyMap<KnownPackage, number>;

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

  /** Packages that nothing asks for, directly or not. */
  unsupported(selection: Selection): Set<KnownPackage> {
    const packages = Array.from(selection.keys());
    const left = new VariableMap<number>();
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
        reached.push(target);
      }
    }
    return new Set(packages.filter(known => left.get(known) !== ABSENT));
  }

  private isGround({ name }: KnownPackage): boolean {
    const { installed, options } = this.world.problem;
    return this.roots.has(name) || (!options.prune && installed.has(name));
  }

  /** As a whole at these versions, or each on its own where optional dependencies play no part. */
  private loopFormulas(
    selection: Selection,
    members: Set<KnownPackage>,
  ): Incompatibility[] {
    const exact = Array.from(members, member => ({
      variable: member,
      states: VersionSet.only(member.size, selection.get(member)!),
    }));
    if (this.hasWishFor(members)) return [this.formula(exact, members)];
    return exact.map(({ variable }) =>
      this.formula([{ variable, states: variable.present }], members),
    );
  }

  private hasWishFor(members: Set<KnownPackage>): boolean {
    return Array.from(members).some(member =>
      this.world
        .demandersOf(member.name)
        .some(
          demander =>
            !demander
              .where(facts => typeof demandOf(facts, member.name) === 'string')
              .isEmpty(),
        ),
    );
  }

  /** The subject's terms never hold together without a demand from outside. */
  private formula(
    subject: Array<Term & { variable: KnownPackage }>,
    members: Set<KnownPackage>,
  ) {
    const states = new Map(subject.map(term => [term.variable, term.states]));
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
    const without = Array.from(demands, ([variable, versions]) => ({
      variable,
      states: versions.complement(),
    }));
    return Incompatibility.create([...subject, ...without], {
      kind: 'support',
      package: subject[0]!.variable,
    });
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
    const isWished = (range: string) =>
      this.world.accepted(target, range).overlaps(states);
    return demander.where(facts => {
      const range = demandOf(facts, target.name);
      return range === true || (typeof range === 'string' && isWished(range));
    });
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
