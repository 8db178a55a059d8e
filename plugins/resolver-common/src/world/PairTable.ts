import type { VersionSet } from '../solver/VersionSet';
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
  private readonly rowsByRange = new Map<string, number>();

  constructor(
    readonly kind: Relation['kind'],
    readonly subject: KnownPackage,
    readonly target: KnownPackage,
    private readonly pool: WordPool,
  ) {
    this.rows = new Int32Array(subject.size).fill(ANY);
    this.width = target.present.wordCount;
    // As many again are kept by an arc.
    pool.count(2 * (subject.size + this.width));
  }

  /** Another array once there are more. */
  get words(): Int32Array {
    return this.pool.words;
  }

  has(version: number): boolean {
    return this.rows[version] !== ANY;
  }

  /** Takes the states that go with the version from these. True when some are left. */
  takeFrom(states: Int32Array, version: number): boolean {
    const row = this.rows[version]!;
    if (row === ANY) return false;
    let left = 0;
    for (let place = 0; place < this.width; place++)
      left |= states[place]! &= ~this.words[row + place]!;
    return left !== 0;
  }

  /** The row of a range. `allowed` tells the states that go with versions that have it. */
  row(range: string, allowed: () => VersionSet): number {
    let row = this.rowsByRange.get(range);
    if (row === undefined) {
      row = this.pool.reserve(this.width);
      allowed().copyTo(this.pool.words, row);
      this.rowsByRange.set(range, row);
    }
    return row;
  }
}
