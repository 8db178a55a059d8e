/** Bits per word, a power of two: the place of a state is found by shifting. Words are signed integers. */
const BITS = 32;
const SHIFT = 5;

/** The position that stands for "not there". Versions follow, ascending, from 1. */
export const ABSENT = 0;

/**
 * An immutable set of states of one variable, as a bitset. See docs/design/resolver.md, section 2.
 *
 * All operations take sets of the same size.
 */
export class VersionSet {
  /** `size` states, of which the words tell which are in. */
  private constructor(
    readonly size: number,
    private readonly words: number[],
  ) {}

  static empty(size: number): VersionSet {
    return VersionSet.range(size, 0, 0);
  }

  static full(size: number): VersionSet {
    return VersionSet.range(size, 0, size);
  }

  /** The states from `start` up to, not including, `end`. */
  static range(size: number, start: number, end: number): VersionSet {
    const words = new Array<number>(wordCountOf(size));
    for (let i = 0; i < words.length; i++) {
      words[i] = lowBits(end - i * BITS) & ~lowBits(start - i * BITS);
    }
    return new VersionSet(size, words);
  }

  static of(size: number, positions: Iterable<number>): VersionSet {
    const { words } = VersionSet.empty(size);
    for (const position of positions) {
      words[position >>> SHIFT]! |= 1 << position;
    }
    return new VersionSet(size, words);
  }

  /** One state. */
  static only(size: number, position: number): VersionSet {
    return VersionSet.range(size, position, position + 1);
  }

  /** Every state but absent. */
  static present(size: number): VersionSet {
    return VersionSet.range(size, 1, size);
  }

  union(other: VersionSet): VersionSet {
    const words = this.words.slice();
    for (let i = 0; i < words.length; i++) words[i]! |= other.words[i]!;
    return new VersionSet(this.size, words);
  }

  intersect(other: VersionSet): VersionSet {
    const words = this.words.slice();
    for (let i = 0; i < words.length; i++) words[i]! &= other.words[i]!;
    return new VersionSet(this.size, words);
  }

  minus(other: VersionSet): VersionSet {
    const words = this.words.slice();
    for (let i = 0; i < words.length; i++) words[i]! &= ~other.words[i]!;
    return new VersionSet(this.size, words);
  }

  complement(): VersionSet {
    const words = this.words.slice();
    for (let i = 0; i < words.length; i++) {
      words[i] = ~words[i]! & lowBits(this.size - i * BITS);
    }
    return new VersionSet(this.size, words);
  }

  has(position: number): boolean {
    return (this.words[position >>> SHIFT]! & (1 << position)) !== 0;
  }

  isSubsetOf(other: VersionSet): boolean {
    for (let i = 0; i < this.words.length; i++) {
      if ((this.words[i]! & ~other.words[i]!) !== 0) return false;
    }
    return true;
  }

  overlaps(other: VersionSet): boolean {
    for (let i = 0; i < this.words.length; i++) {
      if ((this.words[i]! & other.words[i]!) !== 0) return true;
    }
    return false;
  }

  /** The set whose words start there. */
  static read(size: number, words: Int32Array, start: number): VersionSet {
    const copy = new Array<number>(wordCountOf(size));
    for (let i = 0; i < copy.length; i++) copy[i] = words[start + i]!;
    return new VersionSet(size, copy);
  }

  /** Whether the set whose words start there lies inside this one. */
  covers(words: Int32Array, start: number): boolean {
    for (let i = 0; i < this.words.length; i++) {
      if ((words[start + i]! & ~this.words[i]!) !== 0) return false;
    }
    return true;
  }

  /** Whether it shares a state with this one. */
  meets(words: Int32Array, start: number): boolean {
    for (let i = 0; i < this.words.length; i++) {
      if ((words[start + i]! & this.words[i]!) !== 0) return true;
    }
    return false;
  }

  /** Its highest state that is not in this one; -1 when there is none. */
  highestOutside(words: Int32Array, start: number): number {
    for (let i = this.words.length - 1; i >= 0; i--) {
      const word = words[start + i]! & ~this.words[i]!;
      if (word !== 0) return highestOf(word, i);
    }
    return -1;
  }

  /** Takes the states of this set from it. */
  removeFrom(words: Int32Array, start: number) {
    for (let i = 0; i < this.words.length; i++)
      words[start + i]! &= ~this.words[i]!;
  }

  isEmpty(): boolean {
    for (let i = 0; i < this.words.length; i++) {
      if (this.words[i] !== 0) return false;
    }
    return true;
  }

  isFull(): boolean {
    for (let i = 0; i < this.words.length; i++) {
      if (this.words[i] !== lowBits(this.size - i * BITS)) return false;
    }
    return true;
  }

  equals(other: VersionSet): boolean {
    return this.isSubsetOf(other) && other.isSubsetOf(this);
  }

  /** The number of states. */
  get count(): number {
    return this.words.reduce((count, word) => count + bitCountOf(word), 0);
  }

  get wordCount(): number {
    return this.words.length;
  }

  copyTo(target: Int32Array, start: number) {
    for (let i = 0; i < this.words.length; i++)
      target[start + i] = this.words[i]!;
  }

  /** The words that have states, and their places: state 32 × place + n is bit n. */
  forEachWord(visit: (word: number, place: number) => void) {
    this.words.forEach((word, place) => word !== 0 && visit(word, place));
  }

  /** The one state of a set that has exactly one. */
  single(): number | undefined {
    const highest = this.highest();
    return highest >= 0 && highest === this.lowest() ? highest : undefined;
  }

  /** -1 when empty. */
  highest(): number {
    for (let i = this.words.length - 1; i >= 0; i--) {
      if (this.words[i] !== 0) return highestOf(this.words[i]!, i);
    }
    return -1;
  }

  /** -1 when empty. */
  lowest(): number {
    for (let i = 0; i < this.words.length; i++) {
      const word = this.words[i]!;
      if (word !== 0) return highestOf(word & -word, i);
    }
    return -1;
  }

  /** The lowest state from `start` on; -1 when there is none. */
  next(start: number): number {
    let index = start >>> SHIFT;
    let word = (this.words[index] ?? 0) & ~lowBits(start & (BITS - 1));
    while (word === 0) {
      if (++index >= this.words.length) return -1;
      word = this.words[index]!;
    }
    return highestOf(word & -word, index);
  }

  positions(): number[] {
    const result: number[] = [];
    for (let at = this.next(0); at >= 0; at = this.next(at + 1))
      result.push(at);
    return result;
  }
}

/** The number of states in a word. */
export function bitCountOf(word: number): number {
  let count = 0;
  for (let left = word; left !== 0; left &= left - 1) count++;
  return count;
}

/** The number of words that so many states take. */
export function wordCountOf(size: number): number {
  return (size + BITS - 1) >>> SHIFT;
}

/** The place of the word that has the state. */
export function wordOf(state: number): number {
  return state >>> SHIFT;
}

/** A word whose lowest `count` bits are set. */
function lowBits(count: number): number {
  if (count <= 0) return 0;
  return count >= BITS ? -1 : ~(-1 << count);
}

/** The highest state of the word at this place. */
export function highestOf(word: number, place: number): number {
  return place * BITS + 31 - Math.clz32(word);
}
