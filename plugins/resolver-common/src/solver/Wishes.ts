import type { KnownPackage } from '../world/KnownPackage';
import type { Relation } from '../world/Relation';
import type { World } from '../world/World';
import type { Draft } from './Draft';
import type { Term } from './Term';
import type { VersionSet } from './VersionSet';

/** An optional dependency: while the subject holds, the target should be in one of the states. */
export interface Wish {
  subject: Term;
  target: KnownPackage;
  accepted: VersionSet;
  /** As the author wrote it. */
  range: string;
}

/** The optional dependencies of the versions that were considered so far. */
export class Wishes {
  private readonly byTarget = new Map<KnownPackage, Wish[]>();

  constructor(private readonly world: World) {}

  /** The wishes of a version that were not known before. */
  learn(subject: KnownPackage, position: number): Wish[] {
    return subject
      .relationsOf(position)
      .filter(({ kind }) => kind === 'optional')
      .filter(
        ({ target, range }) => !this.isKnown(subject, position, target, range),
      )
      .map(relation => this.wish(subject, position, relation));
  }

  /** States of the target, out of its domain, that somebody in the draft wishes for. */
  wanted(
    target: KnownPackage,
    domain: VersionSet,
    draft: Draft,
  ): VersionSet | undefined {
    return this.byTarget
      .get(target)
      ?.filter(
        ({ subject, accepted }) =>
          subject.states.has(draft.state(subject.variable)) &&
          accepted.overlaps(domain),
      )
      .map(wish => wish.accepted.intersect(domain))
      .reduce<VersionSet | undefined>(
        (all, one) => (all?.overlaps(one) ? all.intersect(one) : all ?? one),
        undefined,
      );
  }

  private wish(
    subject: KnownPackage,
    position: number,
    relation: Relation,
  ): Wish {
    const { range } = relation;
    const target = this.world.package(relation.target);
    const accepted = this.world.accepted(target, range);
    const states = subject.sharing(relation, position);
    const wish = {
      subject: { variable: subject, states },
      target,
      accepted,
      range,
    };
    this.byTarget.set(target, [...(this.byTarget.get(target) ?? []), wish]);
    return wish;
  }

  private isKnown(
    subject: KnownPackage,
    position: number,
    target: string,
    range: string,
  ): boolean {
    const wishes = this.byTarget.get(this.world.package(target)) ?? [];
    return wishes.some(
      wish =>
        wish.subject.variable === subject &&
        wish.range === range &&
        wish.subject.states.has(position),
    );
  }
}
