import type { KnownPackage } from '../world/KnownPackage';
import type { PairTable } from '../world/PairTable';
import type { Reason } from './Assignment';
import type { Domains } from './Domains';
import { Incompatibility } from './Incompatibility';
import { JointCause } from './JointCause';
import type { RelationFact, RelationFacts } from './RelationFacts';
import type { Term, Variable } from './Term';
import { VersionSet, highestOf } from './VersionSet';

/**
 * All that the versions of a package ask of another one, seen from both ends: versions go when nothing is left that goes with them, and
 * states of the target when no version is left that goes with them. See docs/design/resolver.md, section 3.
 */
export class Arc implements Reason {
  /** By version: a state of the target that goes with it, looked at first; -1: none is known yet. */
  private readonly residues: Int32Array;
  /** States that no version looked at so far goes with, while some are looked at. */
  private readonly open: Int32Array;
  /** By version, as far as somebody asked. */
  private readonly made: Array<RelationFact | undefined> = [];

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
        const version = highestOf(versions & -versions, place);
        if (!this.table.takeFrom(open, version)) return undefined;
      }
    }
    return VersionSet.read(target.size, open, 0);
  }

  /** The versions left of the subject that go with no state at all of the target; undefined when there are none. They are lost for good. */
  unmetVersions(): VersionSet | undefined {
    const unmet = this.versionsWithout(VersionSet.full(this.target.size));
    const left = unmet.intersect(this.domains.read(this.subject));
    return left.isEmpty() ? undefined : left;
  }

  /**
   * The versions left of the subject that go with no state that is left of the target; undefined when there are none. Those that go with
   * none at all must be lost before: why they are is another fact.
   */
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

  /** The most general fact of this kind: of all versions that go with none of the states lost, and all states that go with none of them. */
  because(variable: Variable, lost: VersionSet): Incompatibility {
    const states =
      variable === this.target ? lost : this.statesWithout(lost.positions());
    const versions = this.versionsWithout(states);
    const first = this.factOf(versions.lowest());
    return this.isOneRelation(versions)
      ? first
      : Incompatibility.derived(
          this.termsOf(versions),
          new JointCause(first, () => this.factsOf(versions)),
        );
  }

  /** The versions, and all states that go with none of them. Where that is all of them, they say nothing. */
  private termsOf(versions: VersionSet): Term[] {
    const { subject, target } = this;
    const states = this.statesWithout(versions.positions());
    const terms = [{ variable: subject, states: versions }];
    return states.isFull() ? terms : [...terms, { variable: target, states }];
  }

  private get places(): number {
    return this.subject.present.wordCount;
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
    const { size } = this.target;
    VersionSet.full(size).copyTo(this.open, 0);
    const isLeft = versions.every(version =>
      this.table.takeFrom(this.open, version),
    );
    return isLeft
      ? VersionSet.read(size, this.open, 0)
      : VersionSet.empty(size);
  }

  /** The versions that go with none of the states, but with some other; where these are all states, those that go with none. */
  private versionsWithout(states: VersionSet): VersionSet {
    const { words, rows } = this.table;
    const others = states.isFull() ? undefined : states.complement();
    const versions: number[] = [];
    rows.forEach((row, version) => {
      if (row < 0 || states.meets(words, row)) return;
      if (!others || others.meets(words, row)) versions.push(version);
    });
    return VersionSet.of(this.subject.size, versions);
  }

  /** Whether the versions are an unbroken run, with one and the same relation. */
  private isOneRelation(versions: VersionSet): boolean {
    const { rows } = this.table;
    const [first, last] = [versions.lowest(), versions.highest()];
    for (let version = first; version <= last; version++) {
      if (rows[version] !== rows[first]) return false;
    }
    return true;
  }

  private factsOf(versions: VersionSet): RelationFact[] {
    const facts = versions.positions().map(version => this.factOf(version));
    return Array.from(new Set(facts));
  }

  private factOf(version: number): RelationFact {
    return (this.made[version] ??= this.makeFact(version));
  }

  private makeFact(version: number): RelationFact {
    const { kind, target } = this.table;
    const relation = this.subject
      .relationsOf(version)
      .find(one => one.kind === kind && one.target === target.name)!;
    return this.facts.of(this.subject, version, relation)!;
  }
}
