import type { KnownPackage } from '../world/KnownPackage';
import type { PairTable } from '../world/PairTable';
import type { Reason } from './Assignment';
import type { States } from './CostCounter';
import { Derivation } from './Derivation';
import type { Domains } from './Domains';
import { Incompatibility } from './Incompatibility';
import type { RelationFacts } from './RelationFacts';
import type { Term, Variable } from './Term';
import { VersionSet, highestOf } from './VersionSet';

/**
 * All that the versions of a package ask of another one, seen from both ends: versions go when nothing is left that goes with them, and
 * states of the target when no version is left that goes with them. See docs/design/resolver.md, section 3.
 */
export class Arc implements Reason {
  /** By version: a state of the target that goes with it, looked at first; -1: none is known yet. */
  private readonly residues: Int32Array;
  /** The target's states that no version looked at so far goes with. */
  private readonly open: Int32Array;
  /** By version, as far as somebody asked. */
  private readonly made: Array<Incompatibility | undefined> = [];

  constructor(
    private readonly table: PairTable,
    private readonly facts: RelationFacts,
    private readonly domains: Domains,
  ) {
    this.residues = new Int32Array(table.subject.size).fill(-1);
    this.open = new Int32Array(table.width);
  }

  get subject(): KnownPackage {
    return this.table.subject;
  }

  get target(): KnownPackage {
    return this.table.target;
  }

  /** The states left of the target that go with no version that is left; undefined when there are none. */
  lostStates(): VersionSet | undefined {
    const { subject, target, domains, open } = this;
    if (domains.has(subject, 0)) return undefined;
    const start = domains.start(target);
    for (let place = 0; place < open.length; place++)
      open[place] = domains.words[start + place]!;
    const first = domains.start(subject);
    for (let place = this.places - 1; place >= 0; place--) {
      let versions = domains.words[first + place]!;
      for (; versions !== 0; versions &= versions - 1) {
        if (!this.leavesOpen(highestOf(versions & -versions, place)))
          return undefined;
      }
    }
    return VersionSet.read(target.size, open, 0);
  }

  /** The versions left of the subject that go with no state that is left of the target; undefined when there are none. */
  lostVersions(): VersionSet | undefined {
    const { subject, domains } = this;
    const first = domains.start(subject);
    let lost: number[] | undefined;
    for (let place = this.places - 1; place >= 0; place--) {
      let versions = domains.words[first + place]!;
      for (; versions !== 0; versions &= versions - 1) {
        const version = highestOf(versions & -versions, place);
        if (!this.isPossible(version)) (lost ??= []).push(version);
      }
    }
    return lost && VersionSet.of(subject.size, lost);
  }

  /** What of the relation the states violate. */
  violated(states: States): Incompatibility | undefined {
    const version = states.state(this.subject);
    const isMet = this.table.goes(version, states.state(this.target));
    return isMet ? undefined : this.factOf(version);
  }

  /** The most general fact of this kind: of all versions that go with none of the states lost, and all states that go with none of them. */
  because(variable: Variable, lost: VersionSet): Incompatibility {
    const states =
      variable === this.target ? lost : this.statesWithout(lost.positions());
    const versions = this.versionsWithout(states);
    const facts = Array.from(
      new Set(versions.map(version => this.factOf(version))),
    );
    const [fact, ...others] = facts;
    if (others.length === 0) return fact!;
    return Incompatibility.derived(
      this.termsOf(versions),
      new Derivation(
        fact!,
        others.map(other => ({ fact: other, variable: this.subject })),
      ),
    );
  }

  /** The versions, and all states that go with none of them. Where that is all of them, they say nothing. */
  private termsOf(versions: readonly number[]): Term[] {
    const { subject, target } = this;
    const states = this.statesWithout(versions);
    const subjects = VersionSet.of(subject.size, versions);
    return states.isFull()
      ? [{ variable: subject, states: subjects }]
      : [
          { variable: subject, states: subjects },
          { variable: target, states },
        ];
  }

  private get places(): number {
    return this.subject.present.wordCount;
  }

  /** Whether states are left that go with no version so far, this one included. */
  private leavesOpen(version: number): boolean {
    const { open, table } = this;
    const row = table.rows[version]!;
    if (row < 0) return false;
    let left = 0;
    for (let place = 0; place < open.length; place++)
      left |= open[place]! &= ~table.words[row + place]!;
    return left !== 0;
  }

  /** Whether a state that goes with the version is left. */
  private isPossible(version: number): boolean {
    const { table, domains, residues } = this;
    const residue = residues[version]!;
    if (residue >= 0 && domains.has(this.target, residue)) return true;
    const row = table.rows[version]!;
    if (row < 0) return true;
    const start = domains.start(this.target);
    for (let place = table.width - 1; place >= 0; place--) {
      const word = domains.words[start + place]! & table.words[row + place]!;
      if (word === 0) continue;
      residues[version] = highestOf(word, place);
      return true;
    }
    return false;
  }

  /** The states that go with none of the versions. */
  private statesWithout(versions: readonly number[]): VersionSet {
    return versions.reduce(
      (states, version) => states.minus(this.table.allowed(version)),
      VersionSet.full(this.target.size),
    );
  }

  /** The versions that go with none of the states. */
  private versionsWithout(states: VersionSet): number[] {
    const { words, rows } = this.table;
    const versions: number[] = [];
    rows.forEach((row, version) => {
      if (row >= 0 && !states.meets(words, row)) versions.push(version);
    });
    return versions;
  }

  private factOf(version: number): Incompatibility {
    return (this.made[version] ??= this.makeFact(version));
  }

  private makeFact(version: number): Incompatibility {
    const { kind, target } = this.table;
    const relation = this.subject
      .relationsOf(version)
      .find(one => one.kind === kind && one.target === target.name)!;
    return this.facts.of(this.subject, version, relation)!;
  }
}
