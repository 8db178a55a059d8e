import type { Conclusions } from './Conclusions';
import type { Draft } from './Draft';
import type { Incompatibility } from './Incompatibility';
import type { PartialSolution } from './PartialSolution';
import type { Variable } from './Term';
import { VariableMap } from './VariableMap';
import { ABSENT, type VersionSet } from './VersionSet';

/** One of the two terms of a fact that are watched. */
interface Watch {
  fact: Incompatibility;
  side: 0 | 1;
  states: VersionSet;
  /** A state that is not in the set: while the domain has it, the term does not hold. */
  witness: number;
}

/**
 * Facts of any number of terms. One is looked at only when one of two of its terms, which did not hold before, comes to hold. See
 * docs/design/resolver.md, section 3.
 */
export class WatchedFacts {
  private readonly partial: PartialSolution;
  /** By the variables that they speak of. */
  private readonly facts = new VariableMap<Incompatibility[]>();
  /** By the variables whose terms are watched. */
  private readonly watches = new VariableMap<Watch[]>();

  constructor(private readonly conclusions: Conclusions) {
    this.partial = conclusions.partial;
  }

  /** True the first time. */
  register(variable: Variable): boolean {
    if (this.facts.get(variable)) return false;
    this.facts.set(variable, []);
    this.watches.set(variable, []);
    return true;
  }

  add(fact: Incompatibility) {
    for (const { variable } of fact.terms) this.facts.get(variable)!.push(fact);
    // What one term alone implies is concluded at once, and again wherever the search goes back to.
    if (fact.terms.length < 2) return;
    this.watch(fact, 0, 0);
    this.watch(fact, 1, 1);
  }

  /** The first fact about the variable that is violated by a draft. */
  violated(variable: Variable, draft: Draft): Incompatibility | undefined {
    return this.facts.get(variable)?.find(fact => draft.isViolated(fact));
  }

  /** Looks at the facts of which a watched term came to hold. */
  visit(variable: Variable) {
    const { domains } = this.partial;
    const watches = this.watches.get(variable)!;
    let kept = 0;
    for (let index = 0; index < watches.length; index++) {
      const watch = watches[index]!;
      const isLeft =
        !domains.has(variable, watch.witness) &&
        !this.conclusions.conflict &&
        this.holds(watch, variable) &&
        this.leaves(watch);
      if (isLeft) continue;
      if (kept < index) watches[kept] = watch;
      kept++;
    }
    watches.length = kept;
  }

  /** Two terms that do not hold are watched from now on, where the fact is watched at all. */
  rewatch(fact: Incompatibility, first: number, second: number) {
    for (const index of fact.watched) {
      const { variable } = fact.terms[index]!;
      const watches = this.watches.get(variable)!;
      const last = watches.findLastIndex(watch => watch.fact === fact);
      if (last < 0) return;
      watches.splice(last, 1);
    }
    this.watch(fact, 0, first);
    this.watch(fact, 1, second);
  }

  /** The term holds: concludes what the fact implies now. True when another term is watched instead. */
  private leaves({ fact, side }: Watch): boolean {
    const other = fact.terms[fact.watched[1 - side]!]!;
    if (this.partial.fails(other)) return false;
    const open = this.openTerm(fact);
    if (open >= 0) {
      this.watch(fact, side, open);
      return true;
    }
    this.conclusions.conclude(fact, other);
    return false;
  }

  /** A term that neither is watched nor holds; -1 when there is none. */
  private openTerm({ terms, watched }: Incompatibility): number {
    for (let index = 0; index < terms.length; index++) {
      if (index === watched[0] || index === watched[1]) continue;
      if (!this.partial.holds(terms[index]!)) return index;
    }
    return -1;
  }

  private watch(fact: Incompatibility, side: 0 | 1, index: number) {
    const { variable, states } = fact.terms[index]!;
    fact.watched[side] = index;
    const watch = { fact, side, states, witness: ABSENT };
    if (this.holds(watch, variable))
      watch.witness = states.complement().highest();
    this.watches.get(variable)!.push(watch);
  }

  /** Whether the watched term holds. If not, the watch knows why. */
  private holds(watch: Watch, variable: Variable): boolean {
    const { domains } = this.partial;
    const start = domains.start(variable);
    const witness = watch.states.highestOutside(domains.words, start);
    if (witness >= 0) watch.witness = witness;
    return witness < 0;
  }
}
