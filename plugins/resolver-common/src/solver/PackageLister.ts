import { hasPolicy, isBarred, policyFault } from '../request/policy';
import { byName } from '../request/Problem';
import type { KnownPackage } from '../world/KnownPackage';
import { PairTables } from '../world/PairTables';
import type { World } from '../world/World';
import { Arc } from './Arc';
import type { Budget } from './Budget';
import type { ExclusionCause } from './Cause';
import type { Domains } from './Domains';
import { Incompatibility } from './Incompatibility';
import { RelationFacts } from './RelationFacts';
import type { Term } from './Term';
import { ABSENT, VersionSet } from './VersionSet';
import { WordPool } from './WordPool';

/** 64 MB for what whole packages say. */
const MOST_WORDS = 2 ** 24;

/**
 * Tells the search what is known, when it first needs it. See docs/design/resolver.md, section 3.
 */
export class PackageLister {
  private readonly relationFacts: RelationFacts;
  private readonly told = new Set<Incompatibility>();
  private readonly pool = new WordPool(MOST_WORDS);

  constructor(
    readonly world: World,
    private readonly roots: ReadonlyMap<string, string>,
    /** Installed packages that may not be removed. */
    private readonly kept: ReadonlyMap<string, string>,
  ) {
    this.relationFacts = new RelationFacts(world);
  }

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

  /** What a version says that was not told before. */
  versionFacts(known: KnownPackage, position: number): Incompatibility[] {
    const facts: Incompatibility[] = [];
    for (const relation of known.relationsOf(position)) {
      const fact = this.relationFacts.of(known, position, relation);
      if (!fact || this.told.has(fact)) continue;
      this.told.add(fact);
      facts.push(fact);
    }
    return facts;
  }

  /** What all versions that are left of a package ask of others. Undefined when there is no room for it. */
  arcs(
    known: KnownPackage,
    domains: Domains,
    budget: Budget,
  ): Arc[] | undefined {
    const { world, relationFacts, pool } = this;
    const versions = domains.read(known);
    return PairTables.read(known, versions, world, pool, budget)?.map(
      table => new Arc(table, relationFacts, domains),
    );
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
}

/** "In none of these states." */
function unless(variable: KnownPackage, accepted: VersionSet): Term {
  return { variable, states: accepted.complement() };
}
