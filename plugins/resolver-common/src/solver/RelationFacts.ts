import type { KnownPackage } from '../world/KnownPackage';
import type { Relation } from '../world/Relation';
import type { World } from '../world/World';
import type { RelationCause } from './Cause';
import { Incompatibility } from './Incompatibility';
import type { Term } from './Term';
import type { VersionSet } from './VersionSet';

/** What a relation states. */
export type RelationFact = Incompatibility & { cause: RelationCause };

/** A relation of some versions, and what it states. */
interface Stated {
  relation: Relation;
  versions: VersionSet;
  /** Undefined when it rules nothing out. */
  fact: RelationFact | undefined;
}

/** The facts that relations state, each made once: neighbouring versions with the same relation share theirs. */
export class RelationFacts {
  /** By the name of the target. */
  private readonly stated = new Map<KnownPackage, Map<string, Stated[]>>();

  constructor(private readonly world: World) {}

  /** What the version states by a relation that it has. Undefined when that rules nothing out. */
  of(
    known: KnownPackage,
    position: number,
    relation: Relation,
  ): RelationFact | undefined {
    const byTarget = this.statedBy(known);
    const stated = byTarget.get(relation.target) ?? [];
    let found = stated.findLast(one => isSame(one, relation, position));
    if (!found) {
      found = this.state(known, position, relation);
      stated.push(found);
      byTarget.set(relation.target, stated);
    }
    return found.fact;
  }

  private state(
    known: KnownPackage,
    position: number,
    relation: Relation,
  ): Stated {
    const versions = known.sharing(relation, position);
    const forbidden = this.forbidden(relation);
    if (!forbidden) return { relation, versions, fact: undefined };
    const cause: RelationCause = {
      kind: 'relation',
      package: known,
      relation,
      targets: forbidden.map(term => term.variable as KnownPackage),
    };
    const terms = [{ variable: known, states: versions }, ...forbidden];
    const fact = Incompatibility.create(terms, cause) as RelationFact;
    return { relation, versions, fact };
  }

  /** The states of others that the relation rules out; undefined when there are none. */
  private forbidden(relation: Relation): Term[] | undefined {
    if (relation.kind === 'optional') return undefined;
    if (relation.kind === 'capability') return this.withoutProvider(relation);
    const target = this.world.package(relation.target);
    const states = this.world.allowed(relation).complement();
    // A host package is there.
    const isIdle = target.isHost
      ? !states.overlaps(target.present)
      : states.isEmpty();
    return isIdle ? undefined : [{ variable: target, states }];
  }

  private withoutProvider({ target, range }: Relation): Term[] {
    return this.world
      .providersOf(target, range)
      .filter(provider => !provider.versions.isEmpty())
      .map(provider => ({
        variable: provider.package,
        states: provider.versions.complement(),
      }));
  }

  private statedBy(known: KnownPackage): Map<string, Stated[]> {
    let stated = this.stated.get(known);
    if (!stated) {
      stated = new Map();
      this.stated.set(known, stated);
    }
    return stated;
  }
}

function isSame(
  { relation, versions }: Stated,
  { kind, range }: Relation,
  position: number,
): boolean {
  return (
    relation.kind === kind && relation.range === range && versions.has(position)
  );
}
