import type { VersionSet } from './VersionSet';

/**
 * Something that the search gives a state: a package (absent, or one of its versions), or a cost (a number).
 */
export interface Variable {
  /** Small, and unique among the variables of a world. */
  readonly id: number;
  readonly name: string;
  /** The number of states. */
  readonly size: number;
}

/** "The variable is in one of these states." See docs/design/resolver.md, section 3. */
export interface Term {
  readonly variable: Variable;
  readonly states: VersionSet;
}

/** Conjunction: terms on one variable become one. */
export function allOf(terms: Term[]): Term[] {
  return merge(terms, (a, b) => a.intersect(b));
}

/** Joins terms by variable, in the order of first mention. */
export function merge(
  terms: Term[],
  combine: (a: VersionSet, b: VersionSet) => VersionSet,
): Term[] {
  if (terms.length < 2 || (terms.length === 2 && areApart(terms))) return terms;
  const states = new Map<Variable, VersionSet>();
  for (const term of terms) {
    const known = states.get(term.variable);
    states.set(
      term.variable,
      known ? combine(known, term.states) : term.states,
    );
  }
  return Array.from(states, ([variable, set]) => ({ variable, states: set }));
}

function areApart([first, second]: Term[]): boolean {
  return first!.variable !== second!.variable;
}
