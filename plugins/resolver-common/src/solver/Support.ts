import { byName } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import type { Demand, World } from '../world/World';
import type { Draft } from './Draft';
import { Incompatibility } from './Incompatibility';
import type { Reasons } from './Reasons';
import type { Term } from './Term';
import { ABSENT, VersionSet } from './VersionSet';

/** Versions of a package. */
type Subject = Term & { variable: KnownPackage };

/** Selected packages and their positions. */
export type Selection = ReadonlyMap<KnownPackage, number>;

/**
 * Sees to it that nothing is selected without a reason. See docs/design/resolver.md, section 4.
 */
export class Support {
  private unaskable?: ReadonlyMap<KnownPackage, VersionSet>;

  constructor(
    private readonly world: World,
    private readonly roots: ReadonlyMap<string, string>,
  ) {}

  /** Whether a package needs no other as its reason. */
  isGround({ name }: KnownPackage): boolean {
    const { installed, options } = this.world.problem;
    return this.roots.has(name) || (!options.prune && installed.has(name));
  }

  /** What the package brings in where it is in this state. */
  demandsOf(known: KnownPackage, state: number): readonly Demand[] {
    return state === ABSENT ? [] : this.world.demandsOf(known, state);
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

  /**
   * For each package that no other one of them asks for, so that the facts speak of few packages; where they ask for each other in
   * circles, for all of them together.
   */
  loopFormulas(
    draft: Draft,
    unsupported: Set<KnownPackage>,
  ): Incompatibility[] {
    const asked = this.askedBy(unsupported, draft);
    const sources = Array.from(unsupported).filter(known => !asked.has(known));
    if (sources.length === 0) return [this.loopFormula(draft, unsupported)];
    return sources.map(known => this.loopFormula(draft, new Set([known])));
  }

  /** At these versions, or in any where optional dependencies play no part. */
  private loopFormula(
    draft: Draft,
    members: Set<KnownPackage>,
  ): Incompatibility {
    const exact = Array.from(members, member => ({
      variable: member,
      states: VersionSet.only(member.size, draft.state(member)),
    }));
    if (this.hasWishFor(members)) return this.formula(exact, members);
    const { variable } = exact[0]!;
    return this.formula([{ variable, states: variable.present }], members);
  }

  private askedBy(
    packages: Set<KnownPackage>,
    draft: Draft,
  ): Set<KnownPackage> {
    const asked = new Set<KnownPackage>();
    for (const known of packages) {
      this.world
        .demandsOf(known, draft.state(known))
        .filter(({ target, accepted }) => accepted.has(draft.state(target)))
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
  prereleaseFormulas(draft: Draft, reasons: Reasons): Incompatibility[] {
    this.unaskable ??= this.findUnaskable();
    return Array.from(this.unaskable)
      .filter(
        ([known, states]) =>
          states.has(draft.state(known)) && !reasons.isDemanded(known),
      )
      .map(([known]) => this.prereleaseFormula(known, draft.state(known)));
  }

  /** Packages that may be there unasked, and their versions that may not. */
  private findUnaskable(): ReadonlyMap<KnownPackage, VersionSet> {
    const packages = Array.from(this.world.problem.installed.keys())
      .filter(name => !this.roots.has(name))
      .sort(byName)
      .map(name => this.world.package(name))
      .filter(known => !known.isHost)
      .map(known => [known, this.prereleases(known)] as const);
    return new Map(packages.filter(([, states]) => !states.isEmpty()));
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

function supportFact(subject: Subject[], unasked: Term[]): Incompatibility {
  return Incompatibility.create([...subject, ...unasked], {
    kind: 'support',
    package: subject[0]!.variable,
  });
}
