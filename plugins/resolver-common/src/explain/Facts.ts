import type { ExclusionCause, RelationCause, RootCause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';
import type { VersionSet } from '../solver/VersionSet';
import type { KnownPackage } from '../world/KnownPackage';
import { isDemand, type Relation } from '../world/Relation';
import type { World } from '../world/World';
import { MissingText } from './MissingText';
import { joined, packageText, rangesText, runsText } from './StatesText';
import { relationsOf, type Unions } from './Unions';

/** Says in words what is known without proof. Golden texts: explanations.test.ts and unions.test.ts. */
export class Facts {
  private readonly missing: MissingText;

  constructor(private readonly world: World, private readonly unions: Unions) {
    this.missing = new MissingText(world);
  }

  /** Whether the fact tells two things, and so deserves a line of its own. */
  isCompound(fact: Incompatibility): boolean {
    const { cause } = fact;
    if (cause.kind === 'derived') return this.unions.isUnmet(fact);
    if (cause.kind !== 'relation') return false;
    const { kind, target, range } = cause.relation;
    return (
      isDemand({ kind }) &&
      this.world.accepted(this.world.package(target), range).isEmpty()
    );
  }

  /** Half a sentence: "a 1.0.0 requires b ^1.0.0". */
  text(fact: Incompatibility): string {
    const { cause } = fact;
    switch (cause.kind) {
      case 'root':
        return this.root(cause);
      case 'host':
        return this.missing.provided(cause.package);
      case 'relation':
        return this.relation(fact, cause);
      case 'exclusion':
        return this.exclusion(fact, cause);
      case 'support':
        return `${cause.package.name} is selected only when something requires it`;
      case 'derived':
        return this.union(fact);
      default:
        return 'the counts are bounded';
    }
  }

  private root({ package: known, range }: RootCause): string {
    const asked = `the request asks for ${known.name} ${range}`;
    if (!this.world.accepted(known, range).isEmpty()) return asked;
    return `${asked} and ${this.missing.of(known, [range])}`;
  }

  private relation(
    fact: Incompatibility,
    { package: known, relation, targets }: RelationCause,
  ): string {
    const subject = packageText(known, fact.statesOf(known) ?? known.present);
    const { kind, target, range } = relation;
    switch (kind) {
      case 'conflict':
        return `${subject} conflicts with ${target} ${range}`;
      case 'optionalPeer':
        return `${subject} works only with ${target} ${range}`;
      case 'capability':
        return `${subject} needs the capability ${target} ${range}, ${this.providers(
          relation,
          targets,
        )}`;
      default:
        return `${subject} requires ${target} ${range}${this.missingClause(
          relation,
        )}`;
    }
  }

  private missingClause({ target, range }: Relation): string {
    const known = this.world.package(target);
    if (!this.world.accepted(known, range).isEmpty()) return '';
    return ` and ${this.missing.of(known, [range])}`;
  }

  /** What many versions ask for, and none of them gets. */
  private union(fact: Incompatibility): string {
    const causes = relationsOf(fact);
    const { package: known, relation } = causes.at(-1)!;
    const subject = packageText(known, fact.statesOf(known)!);
    const ranges = Array.from(
      new Set(causes.map(cause => cause.relation.range)),
    );
    const asked = `${relation.target} ${rangesText(ranges)}`;
    if (relation.kind === 'capability')
      return `${subject} needs the capability ${asked}, ${this.missing.providers(
        relation.target,
        ranges,
      )}`;
    const target = this.world.package(relation.target);
    return `${subject} requires ${asked} and ${this.missing.of(
      target,
      ranges,
    )}`;
  }

  private providers(
    { target, range }: Relation,
    targets: readonly KnownPackage[],
  ): string {
    if (targets.length === 0) return this.missing.providers(target, [range]);
    const names = targets.map(({ name }) => name);
    return `which ${joined(names, 'or')} can provide but does not pull in`;
  }

  private exclusion(
    fact: Incompatibility,
    { package: known, reason, detail }: ExclusionCause,
  ): string {
    const states = fact.statesOf(known)!;
    switch (reason) {
      case 'yanked':
        return `${versionsAre(known, states, 'was', 'were')} yanked`;
      case 'advisory':
        return `${versionsAre(
          known,
          states,
          'is',
          'are',
        )} excluded by policy: advisory ${detail}`;
      case 'policy':
        return `${versionsAre(
          known,
          states,
          'is',
          'are',
        )} excluded by policy: ${detail}`;
      case 'override':
        return `an override pins ${known.name} to ${detail}`;
      case 'downgrade':
        return `${known.name} is installed at ${detail} and may not be downgraded`;
      default:
        return `${known.name} is installed and may not be removed`;
    }
  }
}

/** "b 1.0.0 was", "every version of b was", "b 1.0.0 and 1.1.0 were". */
function versionsAre(
  known: KnownPackage,
  states: VersionSet,
  one: string,
  many: string,
): string {
  const positions = states.positions();
  const versions = positions.map(position => known.version(position));
  if (positions.length === 1) return `${known.name} ${versions[0]} ${one}`;
  if (known.present.isSubsetOf(states))
    return `every version of ${known.name} ${one}`;
  const shown =
    versions.length > 3 ? runsText(known, states) : joined(versions, 'and');
  return `${known.name} ${shown} ${many}`;
}
