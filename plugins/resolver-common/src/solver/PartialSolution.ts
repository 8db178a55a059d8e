import type { Assignment } from './Assignment';
import { DomainBits } from './DomainBits';
import type { Incompatibility } from './Incompatibility';
import type { Term, Variable } from './Term';
import { VariableMap } from './VariableMap';
import { VersionSet } from './VersionSet';

/**
 * What is decided and derived so far. See docs/design/resolver.md, section 3.
 */
export class PartialSolution {
  private readonly assignments: Assignment[] = [];
  /** The assignments of each variable, oldest first. */
  private readonly histories = new VariableMap<Assignment[]>();
  private readonly domains = new VariableMap<VersionSet>();
  /** The domains again, in one piece. */
  readonly bits = new DomainBits();
  private currentLevel = 0;

  get level(): number {
    return this.currentLevel;
  }

  /** The number of assignments. */
  get length(): number {
    return this.assignments.length;
  }

  /** The states that are still possible. */
  domain(variable: Variable): VersionSet {
    return this.domains.get(variable) ?? this.begin(variable);
  }

  /** Before the last assignment. */
  domainBefore(variable: Variable): VersionSet {
    const history = this.histories.get(variable);
    return (
      history?.[history.length - 2]?.domain ?? VersionSet.full(variable.size)
    );
  }

  holds({ variable, states }: Term): boolean {
    return this.domain(variable).isSubsetOf(states);
  }

  /** The term cannot hold any more. */
  fails({ variable, states }: Term): boolean {
    return !this.domain(variable).overlaps(states);
  }

  decide(variable: Variable, states: VersionSet) {
    this.currentLevel++;
    this.push(variable, this.domain(variable).intersect(states), undefined);
  }

  /** The term cannot hold, because of the cause. */
  derive({ variable, states }: Term, cause: Incompatibility) {
    this.push(variable, this.domain(variable).minus(states), cause);
  }

  /** What came after the level, oldest first. */
  since(level: number): readonly Assignment[] {
    const last = this.assignments.findLastIndex(
      assignment => assignment.level <= level,
    );
    return this.assignments.slice(last + 1);
  }

  /** Undoes all that came after the level. Returns the variables whose domains grew, some of them repeatedly. */
  backtrack(level: number): Variable[] {
    const undone: Variable[] = [];
    while (this.assignments.length > 0) {
      const { variable, level: last } =
        this.assignments[this.assignments.length - 1]!;
      if (last <= level) break;
      this.assignments.pop();
      const history = this.histories.get(variable)!;
      history.pop();
      const before = history[history.length - 1];
      this.write(variable, before?.domain ?? VersionSet.full(variable.size));
      undone.push(variable);
    }
    this.currentLevel = level;
    return undone;
  }

  /** The assignment from which on the variable's domain lies in the set; undefined when it does not. */
  satisfier(variable: Variable, states: VersionSet): Assignment | undefined {
    const history = this.histories.get(variable);
    if (!history) return undefined;
    let index = history.length - 1;
    while (index >= 0 && history[index]!.domain.isSubsetOf(states)) index--;
    return history[index + 1];
  }

  private begin(variable: Variable): VersionSet {
    return this.domains.ensure(variable, () => VersionSet.full(variable.size));
  }

  private push(
    variable: Variable,
    domain: VersionSet,
    cause: Incompatibility | undefined,
  ) {
    const index = this.assignments.length;
    const assignment = {
      variable,
      domain,
      level: this.currentLevel,
      index,
      cause,
    };
    this.assignments.push(assignment);
    this.histories.ensure(variable, () => []).push(assignment);
    this.write(variable, domain);
  }

  private write(variable: Variable, domain: VersionSet) {
    this.domains.set(variable, domain);
    this.bits.write(variable, domain);
  }
}
