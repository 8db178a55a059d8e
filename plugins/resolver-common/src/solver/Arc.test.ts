import { RequestPackages } from '../request/RequestPackages';
import { readRequest } from '../request/readRequest';
import { world as packages } from '../testWorlds/worlds';
import { World } from '../world/World';
import type { Arc } from './Arc';
import { Budget } from './Budget';
import { PackageLister } from './PackageLister';
import { PartialSolution } from './PartialSolution';
import { VersionSet } from './VersionSet';

/** Versions of a take ever newer ones of b; 4.0.0 takes none. */
const source = RequestPackages.create(
  packages({
    'a 1.0.0 1.1.0': { dependencies: { b: '^1.0.0' } },
    'a 2.0.0': { dependencies: { b: '^2.0.0' } },
    'a 3.0.0': { dependencies: { b: '>=2.0.0' } },
    'a 4.0.0': { dependencies: { b: '^9.0.0' } },
    'b 1.0.0 2.0.0 3.0.0': {},
  }),
);

/** Read while the versions in `lost` of a are out of the question. */
function arcOfAAndB(lost?: string) {
  const problem = readRequest({ roots: { a: '*' } }, { source });
  const world = new World(problem);
  const partial = new PartialSolution();
  const lister = new PackageLister(world, problem.roots, new Map());
  const [a, b] = [world.package('a'), world.package('b')];
  if (lost !== undefined) partial.domains.remove(a, a.matching(lost));
  const budget = new Budget(() => 0, 1);
  const [arc] = lister.arcs(a, partial.domains, budget)!;
  const without = (known: typeof a, range: string) => ({
    variable: known,
    states: known.matching(range).complement(),
  });
  return { a, b, arc: arc!, partial, without, reason: lister.rootFacts()[0]! };
}

/** The versions of a set, and whether absent is in it. */
function text(
  known: ReturnType<typeof arcOfAAndB>['a'],
  states?: VersionSet,
): string[] {
  return (states?.positions() ?? []).map(state =>
    state === 0 ? 'absent' : known.version(state),
  );
}

function terms(arc: Arc, ...of: Parameters<Arc['because']>) {
  return Object.fromEntries(
    arc
      .because(...of)
      .terms.map(({ variable, states }) => [
        variable.name,
        text(variable as Arc['subject'], states),
      ]),
  );
}

describe('Arc', () => {
  it('loses versions for which nothing is left', () => {
    const { a, b, arc, partial, without, reason } = arcOfAAndB();
    expect(text(a, arc.lostVersions())).toEqual(['4.0.0']);
    partial.derive(without(b, '>=3.0.0'), reason);
    expect(text(a, arc.lostVersions())).toEqual([
      '1.0.0',
      '1.1.0',
      '2.0.0',
      '4.0.0',
    ]);
  });

  it('loses states that go with none of the versions left', () => {
    const { a, b, arc, partial, without, reason } = arcOfAAndB();
    expect(arc.lostStates()).toBeUndefined();
    partial.derive(without(a, '*'), reason);
    expect(text(b, arc.lostStates())).toEqual(['absent']);
    partial.derive(without(a, '<=2.0.0'), reason);
    expect(text(b, arc.lostStates())).toEqual(['absent', '3.0.0']);
  });

  it('tells apart the versions that go with nothing at all', () => {
    const { a, arc, partial, without, reason } = arcOfAAndB();
    expect(text(a, arc.unmetVersions())).toEqual(['4.0.0']);
    partial.derive(without(a, '<4.0.0'), reason);
    expect(arc.unmetVersions()).toBeUndefined();
  });

  it('says why in the most general way', () => {
    const { a, b, arc } = arcOfAAndB();
    const only = (known: typeof a, version: string) =>
      VersionSet.only(known.size, known.positionOf(version)!);
    expect(terms(arc, b, only(b, '3.0.0'))).toEqual({
      a: ['1.0.0', '1.1.0', '2.0.0'],
      b: ['absent', '3.0.0'],
    });
    expect(terms(arc, a, only(a, '1.0.0'))).toEqual({
      a: ['1.0.0', '1.1.0'],
      b: ['absent', '2.0.0', '3.0.0'],
    });
    expect(terms(arc, a, only(a, '4.0.0'))).toEqual({ a: ['4.0.0'] });
  });

  it('speaks of all versions that say the same, but not of others that were out of the question', () => {
    const { b, arc } = arcOfAAndB('1.1.0 || 2.0.0');
    const newest = VersionSet.only(b.size, b.positionOf('3.0.0')!);
    expect(terms(arc, b, newest)).toEqual({
      a: ['1.0.0', '1.1.0'],
      b: ['absent', '2.0.0', '3.0.0'],
    });
  });

  it('rests on what the versions say', () => {
    const { b, arc } = arcOfAAndB();
    const newest = VersionSet.only(b.size, b.positionOf('3.0.0')!);
    const fact = arc.because(b, newest);
    const sources = fact.isDerived() ? fact.cause.sources : [];
    expect(
      sources.map(
        ({ cause }) => cause.kind === 'relation' && cause.relation.range,
      ),
    ).toEqual(['^1.0.0', '^2.0.0']);
  });
});
