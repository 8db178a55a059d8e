import { VersionSet, wordOf } from '../solver/VersionSet';
import type { WordPool } from '../solver/WordPool';
import type { KnownPackage } from './KnownPackage';
import type { Relation } from './Relation';

/** Instead of a row: the version goes with every state. */
const ANY = -1;

/** For versions of a package the states of another one that go with them, by relations of one kind. */
export class PairTable {
  /** By version: where its row begins in the words; negative: every state goes with it. */
  readonly rows: Int32Array;
  /** The number of words of a row: the states that go with a version. */
  readonly width: number;
  private last?: { allowed: VersionSet; row: number };

  constructor(
    readonly kind: Relation['kind'],
    readonly subject: KnownPackage,
    readonly target: KnownPackage,
    private readonly pool: WordPool,
  ) {
    this.rows = new Int32Array(subject.size).fill(ANY);
    this.width = target.present.wordCount;
    // As many again are kept by an arc.
    pool.count(2 * subject.size);
  }

  /** Another array once there are more. */
  get words(): Int32Array {
    return this.pool.words;
  }

  /** Whether the state goes with the version. */
  goes(version: number, state: number): boolean {
    const row = this.rows[version]!;
    const word = this.words[row + wordOf(state)]!;
    return row === ANY || (word & (1 << state)) !== 0;
  }

  /** The states that go with the version. */
  allowed(version: number): VersionSet {
    const { size } = this.target;
    const row = this.rows[version]!;
    return row === ANY
      ? VersionSet.full(size)
      : VersionSet.read(size, this.words, row);
  }

  /** What goes with the version. Neighbours often go with the same. */
  restrict(version: number, allowed: VersionSet) {
    if (this.last?.allowed !== allowed)
      this.last = { allowed, row: this.newRow(allowed) };
    this.rows[version] = this.last.row;
  }

  private newRow(allowed: VersionSet): number {
    const row = this.pool.reserve(this.width);
    allowed.copyTo(this.pool.words, row);
    return row;
  }
}
