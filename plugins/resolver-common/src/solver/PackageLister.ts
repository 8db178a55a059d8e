import { hasPolicy, isBarred, policyFault } from '../request/policy';
import { byName } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import type { Relation } from '../world/Relation';
import type { World } from '../world/World';
import type { ExclusionCause } from './Cause';
import { Incompatibility } from './Incompatibility';
import type { Term } from './Term';
import { ABSENT, VersionSet } from './VersionSet';

/**
 * Tells the search what is known, when it first needs it. See docs/design/resolver.md, section 3.
 */
export class PackageLister {
  /** What was told about a package, by the target's name. */
  private readonly told = new Map<KnownPackage, Map<string, Told[]>>();

  constructor(
    readonly world: World,
    private readonly roots: ReadonlyMap<string, string>,
    /** Installed packages that may not be removed. */
    private readonly kept: ReadonlyMap<string, string>,
  ) {}

  /** What the request asks for. */
  rootFacts(): Incompatibility[] {
    return Array.from(this.roots.keys())
      .sort(byName)
      .map(name => {
        const target = this.world.package(name);
        const range = this.roots.get(name)!;
        const term = unless(target, this.world.accepted(target, range));
        return Incompatibility.create([term], {
          kind: 'root',
          package: target,
          range,
        });
      });
  }

  /** What holds for a package whoever asks for it. */
  packageFacts(known: KnownPackage): Incompatibility[] {
    if (known.isHost) {
      return [
        Incompatibility.create([unless(known, known.present)], {
          kind: 'host',
          package: known,
        }),
      ];
    }
    return [
      ...this.overrides(known),
      ...this.yanked(known),
      ...this.advisories(known),
      ...this.policies(known),
      ...this.protections(known),
    ];
  }

  /** What a version says that was not told before. Versions with the same relation are told at once. */
  versionFacts(known: KnownPackage, position: number): Incompatibility[] {
    const told = this.toldOf(known);
    const result: Incompatibility[] = [];
    for (const relation of known.relationsOf(position)) {
      if (told.get(relation.target)?.some(covers(relation, position))) continue;
      const versions = known.sharing(relation, position);
      told.set(relation.target, [
        ...(told.get(relation.target) ?? []),
        { relation, versions },
      ]);
      const fact = this.relationFact(known, relation, versions);
      if (fact) result.push(fact);
    }
    return result;
  }

  private relationFact(
    known: KnownPackage,
    relation: Relation,
    states: VersionSet,
  ): Incompatibility | undefined {
    if (relation.kind === 'optional') return undefined;
    const forbidden =
      relation.kind === 'capability'
        ? this.withoutProvider(relation)
        : this.forbidden(relation);
    if (!forbidden) return undefined;
    return Incompatibility.create([{ variable: known, states }, ...forbidden], {
      kind: 'relation',
      package: known,
      relation,
      targets: forbidden.map(term => term.variable as KnownPackage),
    });
  }

  /** The states of the target that the relation rules out; undefined when there are none. */
  private forbidden({ kind, target, range }: Relation): Term[] | undefined {
    const other = this.world.package(target);
    if (kind === 'conflict') return unlessEmpty(other, other.matching(range));
    const accepted = this.world.accepted(other, range);
    if (kind === 'optionalPeer')
      return unlessEmpty(other, other.present.minus(accepted));
    return other.isHost && !accepted.isEmpty()
      ? undefined
      : [unless(other, accepted)];
  }

  private withoutProvider({ target, range }: Relation): Term[] {
    return this.world
      .providersOf(target, range)
      .filter(provider => !provider.versions.isEmpty())
      .map(provider => unless(provider.package, provider.versions));
  }

  private overrides(known: KnownPackage): Incompatibility[] {
    const version = this.world.problem.options.overrides.get(known.name);
    if (version === undefined) return [];
    const pinned = VersionSet.only(known.size, known.positionOf(version)!);
    return this.exclude(
      known,
      known.present.minus(pinned),
      'override',
      version,
    );
  }

  private yanked(known: KnownPackage): Incompatibility[] {
    const installed = this.world.problem.installed.get(known.name);
    const { yanked } = known.marks;
    return this.exclude(known, known.without(yanked, installed), 'yanked', '');
  }

  private advisories(known: KnownPackage): Incompatibility[] {
    return this.excludeEach(known, known.marks.advised, 'advisory', position =>
      this.barringAdvisory(known, position),
    );
  }

  private barringAdvisory(
    known: KnownPackage,
    position: number,
  ): string | undefined {
    const { options } = this.world.problem;
    const choice = { name: known.name, version: known.version(position) };
    const texts = (known.facts(position).advisories ?? [])
      .filter(advisory => isBarred(advisory, options, choice))
      .map(({ id, severity }) => `${id} (${severity})`);
    return texts.length > 0 ? texts.sort().join(', ') : undefined;
  }

  /** What the environment's policy rules out. */
  private policies(known: KnownPackage): Incompatibility[] {
    const { problem } = this.world;
    const { name } = known;
    if (!hasPolicy(problem, name)) return [];
    return this.excludeEach(known, known.present, 'policy', position => {
      const choice = { name, version: known.version(position) };
      return policyFault(problem, choice, known.facts(position));
    });
  }

  /** Excludes versions with the same fault at once. */
  private excludeEach(
    known: KnownPackage,
    states: VersionSet,
    reason: ExclusionCause['reason'],
    faultOf: (position: number) => string | undefined,
  ): Incompatibility[] {
    const faulty = new Map<string, number[]>();
    for (const position of states.positions()) {
      const fault = faultOf(position);
      if (fault === undefined) continue;
      faulty.set(fault, [...(faulty.get(fault) ?? []), position]);
    }
    return Array.from(faulty, ([detail, positions]) => {
      const excluded = VersionSet.of(known.size, positions);
      return this.exclude(known, excluded, reason, detail);
    }).flat();
  }

  /** What the options keep from happening to an installed package. */
  private protections(known: KnownPackage): Incompatibility[] {
    const { installed, options } = this.world.problem;
    const version = installed.get(known.name);
    if (version === undefined) return [];
    const older = options.allowDowngrade
      ? VersionSet.empty(known.size)
      : known.below(version);
    const gone = VersionSet.of(
      known.size,
      this.kept.has(known.name) ? [ABSENT] : [],
    );
    return [
      ...this.exclude(known, older, 'downgrade', version),
      ...this.exclude(known, gone, 'removal', version),
    ];
  }

  private exclude(
    known: KnownPackage,
    states: VersionSet,
    reason: ExclusionCause['reason'],
    detail: string,
  ): Incompatibility[] {
    if (states.isEmpty()) return [];
    const cause: ExclusionCause = {
      kind: 'exclusion',
      package: known,
      reason,
      detail,
    };
    return [Incompatibility.create([{ variable: known, states }], cause)];
  }

  private toldOf(known: KnownPackage): Map<string, Told[]> {
    let told = this.told.get(known);
    if (!told) {
      told = new Map();
      this.told.set(known, told);
    }
    return told;
  }
}

/** A relation that was told, and for which versions. */
interface Told {
  relation: Relation;
  versions: VersionSet;
}

function covers({ kind, range }: Relation, position: number) {
  return ({ relation, versions }: Told) =>
    relation.kind === kind &&
    relation.range === range &&
    versions.has(position);
}

/** "In none of these states." */
function unless(variable: KnownPackage, accepted: VersionSet): Term {
  return { variable, states: accepted.complement() };
}

function unlessEmpty(
  variable: KnownPackage,
  states: VersionSet,
): Term[] | undefined {
  return states.isEmpty() ? undefined : [{ variable, states }];
}
