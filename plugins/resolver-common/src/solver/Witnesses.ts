import type { Domains } from './Domains';
import type { Incompatibility } from './Incompatibility';
import type { PairedFact } from './PairedFact';
import type { Variable } from './Term';
import { VariableMap } from './VariableMap';
import { highestOf, wordCountOf } from './VersionSet';
import { WordPool } from './WordPool';

/** What a row has, by its place in the row. */
const SUBJECT_WORD = 0;
const SUBJECT_MASK = 1;
const TARGET_START = 2;
const TARGET_WORDS = 3;
const ACCEPTED = 4;
const WITNESS = 5;
const SUBJECT = 6;
const ROW = 7;

/**
 * For each fact of two terms a witness: a state of the target that is not in its term. While the domain has it, the term does not hold
 * and nothing follows for the subject. A witness stays where it is when it is lost and there is no other: going back brings it back.
 *
 * A search looks at little else, so everything is a number in one array. A row stands for the versions of a fact's subject that are in one word.
 */
export class Witnesses {
  private readonly rows = new WordPool();
  private readonly accepted = new WordPool();
  /** By row. */
  private readonly facts: Incompatibility[] = [];
  /** What was found last. */
  private readonly found: number[] = [];
  /** By target, then by witness; with rows that have another witness by now. */
  private readonly watching = new VariableMap<number[][]>();

  constructor(private readonly domains: Domains) {}

  add(paired: PairedFact) {
    const { subject, target } = paired;
    paired.row = this.facts.length * ROW;
    const words = target.states.complement();
    const accepted = this.accepted.reserve(words.wordCount);
    words.copyTo(this.accepted.words, accepted);
    const start = this.domains.start(subject.variable);
    subject.states.forEachWord((mask, index) => {
      const row = this.rows.reserve(ROW);
      const { words: table } = this.rows;
      table[row + SUBJECT_WORD] = start + index;
      table[row + SUBJECT_MASK] = mask;
      table[row + TARGET_START] = this.domains.start(target.variable);
      table[row + TARGET_WORDS] = words.wordCount;
      table[row + ACCEPTED] = accepted;
      table[row + SUBJECT] = subject.variable.id;
      this.facts.push(paired.fact);
      this.watch(target.variable, row, words.highest());
    });
    this.renew(paired);
  }

  /** Makes sure that a fact has a witness that is in the domain of its target, where there is one. */
  renew(paired: PairedFact) {
    for (let { row } = paired; this.fact(row) === paired.fact; row += ROW) {
      const witness = this.highestAccepted(row);
      if (witness >= 0 && witness !== this.rows.words[row + WITNESS])
        this.watch(paired.target.variable, row, witness);
    }
  }

  /**
   * The rows whose witness was lost since the domain was as it is in the words from there on, that find no other one and whose
   * subject may hold. To be read before this is asked again.
   */
  lost(target: Variable, before: Int32Array, from: number): readonly number[] {
    this.found.length = 0;
    const watching = this.watching.get(target);
    if (!watching) return this.found;
    const start = this.domains.start(target);
    for (let place = 0; place < wordCountOf(target.size); place++) {
      let gone = before[from + place]! & ~this.domains.words[start + place]!;
      for (; gone !== 0; gone &= gone - 1) {
        const state = highestOf(gone & -gone, place);
        const rows = watching[state];
        if (rows && rows.length > 0) this.move(target, rows, state);
      }
    }
    return this.found;
  }

  fact(row: number): Incompatibility {
    return this.facts[row / ROW]!;
  }

  subject(row: number): Variable {
    return this.domains.variable(this.rows.words[row + SUBJECT]!);
  }

  /** Where the word of the subject's domain is that the row is about. */
  word(row: number): number {
    return this.rows.words[row + SUBJECT_WORD]!;
  }

  /** The versions of the row, as bits of that word. */
  mask(row: number): number {
    return this.rows.words[row + SUBJECT_MASK]!;
  }

  /**
   * Rows that find no other witness stay, and their facts are noted. Those whose subject is out of the question stay too: going back
   * brings the witness back before the subject.
   */
  private move(target: Variable, rows: number[], state: number) {
    let kept = 0;
    for (const row of rows) {
      if (this.rows.words[row + WITNESS] !== state) continue;
      const isIdle = this.isIdle(row);
      const witness = isIdle ? state : this.highestAccepted(row);
      if (witness >= 0 && !isIdle) this.watch(target, row, witness);
      else rows[kept++] = row;
      if (witness < 0) this.found.push(row);
    }
    rows.length = kept;
  }

  /** The versions cannot be: nothing follows for them. */
  isIdle(row: number): boolean {
    return (this.domains.words[this.word(row)]! & this.mask(row)) === 0;
  }

  /** The highest state that the target may have and that is not in the term; -1 when there is none. */
  private highestAccepted(row: number): number {
    const { words } = this.rows;
    const domains = this.domains.words;
    const start = words[row + TARGET_START]!;
    const accepted = words[row + ACCEPTED]!;
    for (let index = words[row + TARGET_WORDS]! - 1; index >= 0; index--) {
      const word =
        domains[start + index]! & this.accepted.words[accepted + index]!;
      if (word !== 0) return highestOf(word, index);
    }
    return -1;
  }

  private watch(target: Variable, row: number, witness: number) {
    this.rows.words[row + WITNESS] = witness;
    if (witness < 0) return;
    const watching = this.watching.ensure(target, () => []);
    (watching[witness] ??= []).push(row);
  }
}
