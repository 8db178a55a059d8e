import type { Assignment, Reason } from './Assignment';
import { Domains } from './Domains';
import type { Incompatibility } from './Incompatibility';
import type { Term, Variable } from './Term';
import { Trail } from './Trail';
import type { VersionSet } from './VersionSet';

/**
 * What is decided and derived so far. See docs/design/resolver.md, section 3.
 */
export class PartialSolution {
  readonly domains = new Domains();
  readonly trail = new Trail(this.domains);
  private currentLevel = 0;

  get level(): number {
    return this.currentLevel;
  }

  /** The number of assignments. */
  get length(): number {
    return this.trail.length;
  }

  /** The states that are still possible: a copy. */
  domain(variable: Variable): VersionSet {
    return this.domains.read(variable);
  }

  holds({ variable, states }: Term): boolean {
    return this.domains.isWithin(variable, states);
  }

  /** The term cannot hold any more. */
  fails({ variable, states }: Term): boolean {
    return !this.domains.overlaps(variable, states);
  }

  /** The state must be possible. */
  decide(variable: Variable, state: number) {
    this.currentLevel++;
    this.trail.push(variable, this.currentLevel);
    this.domains.keep(variable, state);
  }

  /** Decides that the term holds, whatever the state. It must not fail. */
  assume({ variable, states }: Term) {
    this.currentLevel++;
    this.trail.push(variable, this.currentLevel);
    this.domains.remove(variable, states.complement());
  }

  /** The term cannot hold, for a reason. */
  derive({ variable, states }: Term, reason: Reason) {
    this.trail.push(variable, this.currentLevel, reason);
    this.domains.remove(variable, states);
  }

  /** The same for the states that are bits of one word of the domain. */
  deriveWord(variable: Variable, word: number, states: number, reason: Reason) {
    this.trail.push(variable, this.currentLevel, reason);
    this.domains.words[word]! &= ~states;
  }

  /** Undoes all that came after the level. Returns the variables whose domains grew, some of them repeatedly. */
  backtrack(level: number): Variable[] {
    const undone: Variable[] = [];
    while (this.trail.level > level) undone.push(this.trail.pop());
    this.currentLevel = level;
    return undone;
  }

  /** The assignment from which on the variable's domain lies in the set; undefined when it does not, or always did. */
  satisfier(variable: Variable, states: VersionSet): Assignment | undefined {
    return this.trail.satisfier(variable, states);
  }

  /** The fact by which the assignment brought the variable's domain into the set; undefined for a decision. */
  causeOf(
    { index, reason }: Assignment,
    { variable, states }: Term,
  ): Incompatibility | undefined {
    if (!reason) return undefined;
    const lost = this.trail.domainBefore(index).minus(states);
    return reason.because(variable, lost);
  }
}
