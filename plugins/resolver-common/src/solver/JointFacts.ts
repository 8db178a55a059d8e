import type { Resolvent } from './Derivation';
import { Incompatibility } from './Incompatibility';
import { JointCause } from './JointCause';
import type { RelationFact } from './RelationFacts';
import type { Variable } from './Term';
import { kindOf, unmetCause } from './unmet';

/** A fact, and what it is resolved with, one after the other. */
export interface Chain {
  first: Incompatibility;
  resolvents: readonly Resolvent[];
}

/**
 * The same chain with facts joined that rule versions of one package out because they ask for the same in vain: a proof that names thirty
 * versions one by one, each with a range that nothing matches, is read by nobody. Facts that are resolved over the same variable may
 * be taken in any order.
 */
export function withJointFacts({ first, resolvents }: Chain): Chain {
  const [run, ...later] = runsOf(resolvents);
  const [start, ...others] = joined([first, ...run!.facts]);
  return {
    first: start!,
    resolvents: [
      ...others.map(fact => ({ fact, variable: run!.variable })),
      ...later.flatMap(({ variable, facts }) =>
        joined(facts).map(fact => ({ fact, variable })),
      ),
    ],
  };
}

/** Facts that are resolved over the same variable, one after the other. */
interface Run {
  variable: Variable;
  facts: Incompatibility[];
}

function runsOf(resolvents: readonly Resolvent[]): Run[] {
  const runs: Run[] = [];
  for (const { variable, fact } of resolvents) {
    const last = runs.at(-1);
    if (last?.variable === variable) last.facts.push(fact);
    else runs.push({ variable, facts: [fact] });
  }
  return runs;
}

/** In the order of the first of each kind. */
function joined(facts: readonly Incompatibility[]): Incompatibility[] {
  const kinds = new Map<string | Incompatibility, Incompatibility[]>();
  for (const fact of facts) {
    const cause = unmetCause(leafOf(fact));
    const kind = cause ? kindOf(cause) : fact;
    const alike = kinds.get(kind);
    if (alike) alike.push(fact);
    else kinds.set(kind, [fact]);
  }
  return Array.from(kinds.values(), alike =>
    alike.length > 1 ? joint(alike) : alike[0]!,
  );
}

/** One that stands for all, where facts were joined before. */
function leafOf(fact: Incompatibility): Incompatibility {
  return fact.cause instanceof JointCause ? fact.cause.first : fact;
}

function joint(facts: readonly Incompatibility[]): Incompatibility {
  const first = leafOf(facts[0]!) as RelationFact;
  const { package: subject } = first.cause;
  const states = facts
    .map(fact => fact.statesOf(subject)!)
    .reduce((all, some) => all.union(some));
  return Incompatibility.derived(
    [{ variable: subject, states }],
    new JointCause(first, () => facts),
  );
}
