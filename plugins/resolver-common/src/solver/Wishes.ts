import type { KnownPackage } from '../world/KnownPackage';
import type { World } from '../world/World';
import type { PartialSolution } from './PartialSolution';
import type { Term } from './Term';
import type { VersionSet } from './VersionSet';

/** An optional dependency: while the subject holds, the target should be in one of the states. */
export interface Wish {
  subject: Term;
  target: KnownPackage;
  accepted: VersionSet;
}

/** The optional dependencies of the versions that were considered so far. */
export class Wishes {
  private readonly byTarget = new Map<KnownPackage, Wish[]>();
  private readonly known = new Set<string>();

  constructor(private readonly world: World) {}

  /** The wishes of a version that were not known before. */
  learn(subject: KnownPackage, position: number): Wish[] {
    return subject
      .relationsOf(position)
      .filter(relation => relation.kind === 'optional')
      .filter(({ target, range }) =>
        this.isNew(`${subject.name} ${target} ${range}`),
      )
      .map(relation => {
        const target = this.world.package(relation.target);
        const accepted = this.world.accepted(target, relation.range);
        return this.keep({
          subject: { variable: subject, states: subject.sharing(relation) },
          target,
          accepted,
        });
      });
  }

  /** States of the target that somebody wishes for now. */
  wanted(
    target: KnownPackage,
    partial: PartialSolution,
  ): VersionSet | undefined {
    const domain = partial.domain(target);
    return this.byTarget
      .get(target)
      ?.filter(
        wish => partial.holds(wish.subject) && wish.accepted.overlaps(domain),
      )
      .map(wish => wish.accepted.intersect(domain))
      .reduce<VersionSet | undefined>(
        (all, one) => (all?.overlaps(one) ? all.intersect(one) : all ?? one),
        undefined,
      );
  }

  private keep(wish: Wish): Wish {
    const wishes = this.byTarget.get(wish.target);
    if (wishes) wishes.push(wish);
    else this.byTarget.set(wish.target, [wish]);
    return wish;
  }

  private isNew(key: string): boolean {
    if (this.known.has(key)) return false;
    this.known.add(key);
    return true;
  }
}
