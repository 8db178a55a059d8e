import type { KnownPackage } from '../world/KnownPackage';
import type { Draft } from './Draft';
import type { Support } from './Support';
import { VariableMap } from './VariableMap';
import { ABSENT } from './VersionSet';

/**
 * Why each package of the draft is there: it is asked for from outside, or some other package that has a reason demands it. Of all
 * reasons one is kept for each package, so that only those are looked at anew whose reason may have gone. See
 * docs/design/resolver.md, section 4.
 */
export class Reasons {
  /** As the draft was last seen. */
  private readonly states = new VariableMap<number>();
  /** Who demands a package, at the states seen. */
  private readonly demanders = new VariableMap<Set<KnownPackage>>();
  /** The reason that is kept; a package that needs none is its own. */
  private readonly reasons = new VariableMap<KnownPackage | undefined>();
  /** Packages that are there, and of which no reason is known. */
  private readonly loose = new Set<KnownPackage>();

  constructor(
    private readonly support: Support,
    private readonly draft: Draft,
  ) {}

  /** The packages that have none. `moved` are those whose state may have changed since this was asked last. */
  missing(moved: readonly KnownPackage[]): ReadonlySet<KnownPackage> {
    const changed = moved.filter(
      known => this.draft.state(known) !== this.stateOf(known),
    );
    changed.forEach(known => this.see(known));
    changed.forEach(known => this.release(known));
    for (const known of this.loose) this.attach(known);
    return this.loose;
  }

  /** The package that demands this one. Undefined: it needs no reason, or has none. */
  of(known: KnownPackage): KnownPackage | undefined {
    const reason = this.reasons.get(known);
    return reason === known ? undefined : reason;
  }

  /** Whether a package that is there demands this one as it is. */
  isDemanded(known: KnownPackage): boolean {
    return this.demandersOf(known).some(other => this.demands(other, known));
  }

  private stateOf(known: KnownPackage): number {
    return this.states.get(known) ?? ABSENT;
  }

  private demandersOf(known: KnownPackage): KnownPackage[] {
    return Array.from(this.demanders.get(known) ?? []);
  }

  /** Takes over the draft's state. What had this package as its reason is without. */
  private see(known: KnownPackage) {
    for (const target of this.targetsOf(known)) {
      this.demanders.get(target)?.delete(known);
      if (this.reasons.get(target) === known) this.release(target);
    }
    this.states.set(known, this.draft.state(known));
    for (const target of this.targetsOf(known))
      this.demanders.ensure(target, () => new Set()).add(known);
  }

  private targetsOf(known: KnownPackage): KnownPackage[] {
    return this.support
      .demandsOf(known, this.stateOf(known))
      .map(({ target }) => target)
      .filter(target => target !== known && !target.isHost);
  }

  /** Takes the reason away, also from all that has its own from this package. */
  private release(start: KnownPackage) {
    const list = [start];
    // The list is walked in its order, additions during the walk included.
    for (const known of list) {
      this.reasons.set(known, undefined);
      if (this.stateOf(known) === ABSENT) this.loose.delete(known);
      else this.loose.add(known);
      for (const target of this.targetsOf(known)) {
        if (this.reasons.get(target) === known) list.push(target);
      }
    }
  }

  /** Finds a reason, if there is one, and then for those that this package is a reason for. */
  private attach(start: KnownPackage) {
    const list = [start];
    for (const known of list) {
      if (!this.loose.has(known)) continue;
      const reason = this.support.isGround(known)
        ? known
        : this.reasonFor(known);
      if (!reason) continue;
      this.reasons.set(known, reason);
      this.loose.delete(known);
      list.push(...this.targetsOf(known));
    }
  }

  private reasonFor(known: KnownPackage): KnownPackage | undefined {
    for (const other of this.demanders.get(known) ?? []) {
      if (this.reasons.get(other) && this.demands(other, known)) return other;
    }
    return undefined;
  }

  private demands(other: KnownPackage, known: KnownPackage): boolean {
    const state = this.stateOf(known);
    return this.support
      .demandsOf(other, this.stateOf(other))
      .some(({ target, accepted }) => target === known && accepted.has(state));
  }
}
