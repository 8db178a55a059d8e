import { analyze } from './analyze';
import { Budget, TimeIsUp } from './Budget';
import { Incompatibility } from './Incompatibility';
import { OpenConflict } from './OpenConflict';
import { PartialSolution } from './PartialSolution';
import { Propagation } from './Propagation';
import type { Term, Variable } from './Term';
import { VersionSet } from './VersionSet';

const GONE = VersionSet.only(2, 0);
const THERE = VersionSet.only(2, 1);
const endless = new Budget(() => 0, 1);

function over(): Budget {
  let time = 0;
  return new Budget(() => time++, 0);
}

function fact(...terms: Term[]): Incompatibility {
  return Incompatibility.create(terms, { kind: 'cost' });
}

function all(...variables: Variable[]): Incompatibility {
  return fact(...variables.map(variable => ({ variable, states: THERE })));
}

/** The first is there, and each brings the next. The last two do not go together. */
function chain() {
  const [a, b, c] = ['a', 'b', 'c'].map((name, id) => ({ id, name, size: 2 }));
  const facts = [
    fact({ variable: a!, states: THERE }, { variable: b!, states: GONE }),
    fact({ variable: b!, states: THERE }, { variable: c!, states: GONE }),
    all(b!, c!),
  ];
  return { a: a!, b: b!, c: c!, facts };
}

function propagated() {
  const { a, b, c, facts } = chain();
  const partial = new PartialSolution();
  const propagation = new Propagation(partial, () => {});
  [a, b, c].forEach(variable => propagation.register(variable));
  facts.forEach(one => propagation.add(one));
  partial.decide(a, 1);
  propagation.assigned(a);
  return { a, b, partial, propagation };
}

describe('what follows from a decision', () => {
  it('is concluded until there is a conflict, and that is resolved to what holds without the decision', () => {
    const { b, partial, propagation } = propagated();
    const conflict = propagation.run(endless)!;
    const { learned, level } = analyze(conflict, partial, endless);
    expect(learned.terms).toEqual([{ variable: b, states: THERE }]);
    expect(level).toBe(0);
  });

  it('is traced back to the decision', () => {
    const { a, partial, propagation } = propagated();
    const conflict = propagation.run(endless)!;
    const decided = new OpenConflict(conflict, partial).decided(endless);
    expect(decided).toEqual([a]);
  });

  it('is left when the time is over, wherever that is noticed', () => {
    expect(() => propagated().propagation.run(over())).toThrow(TimeIsUp);
    const { partial, propagation } = propagated();
    const conflict = propagation.run(endless)!;
    expect(() => analyze(conflict, partial, over())).toThrow(TimeIsUp);
    const open = new OpenConflict(conflict, partial);
    expect(() => open.decided(over())).toThrow(TimeIsUp);
  });
});
