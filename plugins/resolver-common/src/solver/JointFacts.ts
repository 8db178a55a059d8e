import type { RelationCause } from './Cause';
import type { Resolvent } from './Derivation';
import { Incompatibility } from './Incompatibility';
import { JointCause } from './JointCause';
import type { Variable } from './Term';

/** So many facts of a kind are left as they are. */
const FEW = 3;

/** A fact, and what it is resolved with, one after the other. */
export interface Chain {
  first: Incompatibility;
  resolvents: readonly Resolvent[];
}

/**
 * The same chain with facts joined that rule versions of one package out for what they ask of one other: a proof that names thirty
 * versions one by one, each with a range that nothing matches, is read by nobody. Facts that are resolved over the same variable may
 * be taken in any order.
 */
export function withJointFacts({ first, resolvents }: Chain): Chain {
  const runs = runsOf(resolvents);
  const begin = runs[0] && joined([first, ...runs[0].facts]);
  if (!begin) return { first, resolvents };
  const [start, ...others] = begin;
  const rest = [
    ...others.map(fact => ({ fact, variable: runs[0]!.variable })),
    ...runs
      .slice(1)
      .flatMap(({ variable, facts }) =>
        joined(facts).map(fact => ({ fact, variable })),
      ),
  ];
  // One fact alone would be the chain's own conclusion.
  return rest.length > 0
    ? { first: start!, resolvents: rest }
    : { first, resolvents };
}

/** Facts that are resolved over the same variable, one after the other. */
interface Run {
  variable: Variable;
  facts: Incompatibility[];
}

function runsOf(resolvents: readonly Resolvent[]): Run[] {
  const runs: Run[] = [];
  for (const { variable, fact } of resolvents) {
    const last = runs[runs.length - 1];
    if (last?.variable === variable) last.facts.push(fact);
    else runs.push({ variable, facts: [fact] });
  }
  return runs;
}

/** In the order of the first of each kind. */
function joined(facts: readonly Incompatibility[]): Incompatibility[] {
  const kinds = new Map<string | Incompatibility, Incompatibility[]>();
  for (const fact of facts) {
    const kind = kindOf(fact) ?? fact;
    const alike = kinds.get(kind);
    if (alike) alike.push(fact);
    else kinds.set(kind, [fact]);
  }
  return Array.from(kinds.values()).flatMap(alike =>
    alike.length > FEW ? [joint(alike)] : alike,
  );
}

/** Who asks for what, when that alone rules versions out. */
function kindOf({ terms, cause }: Incompatibility): string | undefined {
  if (terms.length !== 1 || cause.kind !== 'relation') return undefined;
  const { relation } = cause;
  return `${cause.package.name} ${relation.kind} ${relation.target}`;
}

function joint(facts: readonly Incompatibility[]): Incompatibility {
  const { package: subject } = facts[0]!.cause as RelationCause;
  const states = facts
    .map(fact => fact.statesOf(subject)!)
    .reduce((all, some) => all.union(some));
  return Incompatibility.derived(
    [{ variable: subject, states }],
    new JointCause(subject, () => facts),
  );
}
