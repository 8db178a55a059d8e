import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import {
  LIBRARY,
  releaseOf,
  type FakeVersion,
} from '../__testUtils__/versions';
import { FactsLoader } from './FactsLoader';

const HELLO = '@acme/plugin-hello-backend';
const SHOP = '@acme/plugin-shop-backend';
const PAGE = '@acme/plugin-page';

const hello = { name: HELLO, pluginId: 'hello', imports: { [LIBRARY]: ['a'] } };
const shop = { name: SHOP, pluginId: 'shop' };
const page = {
  name: PAGE,
  pluginId: 'page',
  role: 'frontend-plugin' as const,
};

function setUp(...versions: FakeVersion[]) {
  const registry = new FakeRegistry()
    .release(releaseOf('1.54.0', []), releaseOf('1.55.0', ['a']))
    .publish(...versions);
  let now = new Date('2026-11-21T08:00:00.000Z');
  return {
    registry,
    loader: new FactsLoader({ registry, now: () => now }),
    at: (time: string) => {
      now = new Date(time);
    },
  };
}

const factsOf = async (
  { loader }: ReturnType<typeof setUp>,
  name: string,
  version = '1.0.0',
) => (await loader.load('acme', [name])).facts.packages[name]?.[version];

describe('FactsLoader', () => {
  it('brings along what a version says of itself and what was found out about it', async () => {
    const world = setUp(
      {
        ...hello,
        version: '1.0.0',
        deprecated: 'use 2',
        yanked: 'loses data',
        advisories: [{ id: 'ACME-1', severity: 'high', title: 'It leaks' }],
      },
      {
        ...page,
        version: '1.0.0',
        peerDependencies: { react: '^18.0.0', [SHOP]: '^1.0.0', lodash: '^4' },
        peerDependenciesMeta: {
          [SHOP]: { optional: true },
          lodash: { optional: true },
        },
      },
      { ...shop, version: '1.0.0' },
    );
    expect(await factsOf(world, HELLO)).toEqual({
      dependencies: {},
      optionalDependencies: {},
      peerDependencies: { backstage: '1.55.0' },
      conflicts: {},
      publishedAt: '2026-11-21T00:00:00.000Z',
      integrity: expect.stringMatching(/^sha512-/),
      deprecated: 'use 2',
      yanked: true,
      advisories: [{ id: 'ACME-1', severity: 'high', title: 'It leaks' }],
    });
    expect(await factsOf(world, PAGE)).toMatchObject({
      peerDependencies: {
        react: '^18.0.0',
        [SHOP]: '^1.0.0',
        backstage: '1.55.0 || 1.54.0',
      },
      peerDependenciesMeta: { [SHOP]: { optional: true } },
    });
  });

  it('tells capabilities from packages by what there is', async () => {
    const requires = { mail: '^1.0.0', [HELLO]: '*', unknown: '*' };
    const world = setUp(
      { ...shop, version: '1.0.0', relations: { requires } },
      { ...hello, version: '1.0.0' },
      { ...page, version: '1.0.0', relations: { provides: { mail: '1.2.0' } } },
    );
    expect(await factsOf(world, SHOP)).toMatchObject({
      dependencies: { [HELLO]: '*', unknown: '*' },
      requires: { mail: '^1.0.0' },
    });
    expect(await factsOf(world, PAGE)).toMatchObject({
      provides: { mail: '1.2.0' },
    });
    world.registry.publish({
      name: 'unknown',
      pluginId: 'unknown',
      version: '1.0.0',
      relations: { provides: { other: '1.0.0' } },
    });
    const { facts } = await world.loader.load('acme', [SHOP]);
    expect(Object.keys(facts.packages)).toContain('unknown');
  });

  it('leaves out a version with a range that is none, and no other', async () => {
    const world = setUp(
      { ...shop, version: '1.0.0' },
      {
        ...shop,
        version: '1.1.0',
        relations: { requires: { [HELLO]: 'workspace:^' } },
      },
    );
    const { facts } = await world.loader.load('acme', [SHOP]);
    expect(Object.keys(facts.packages[SHOP] ?? {})).toEqual(['1.0.0']);
    expect(facts.excluded).toEqual([
      {
        name: SHOP,
        version: '1.1.0',
        reason: `its dependencies have 'workspace:^' for ${HELLO}, which is no range of versions`,
      },
    ]);
  });

  it('asks once for all, and afterwards for what has changed', async () => {
    const versions = Array.from({ length: 50 }, (_, minor) => ({
      ...hello,
      version: `1.${minor}.0`,
    }));
    const { registry, loader } = setUp(...versions, {
      ...shop,
      version: '1.0.0',
      relations: { requires: { [HELLO]: '*' } },
    });
    await loader.load('acme', [SHOP]);
    // One page, and two baselines.
    expect(registry.calls).toBe(3);
    const first = await loader.load('acme', [SHOP]);
    expect(await loader.load('acme', [SHOP])).toBe(first);
    expect(registry.calls).toBe(5);

    registry.publish({ ...page, version: '1.0.0' });
    const unrelated = await loader.load('acme', [SHOP]);
    expect(unrelated.id).toBe(first.id);

    registry.version(HELLO, '1.3.0').deprecated = 'use 1.4.0';
    const changed = await loader.load('acme', [SHOP]);
    expect(changed.id).not.toBe(first.id);
    expect(changed.facts.packages[HELLO]?.['1.3.0']?.deprecated).toBeDefined();
  });

  it('names facts by their content, whatever the order in which they came', async () => {
    const versions = [
      { ...hello, version: '1.0.0' },
      { ...shop, version: '1.0.0' },
      { ...page, version: '1.0.0' },
    ];
    const names = [HELLO, SHOP, PAGE];
    const one = await setUp(...versions).loader.load('acme', names);
    const other = await setUp(...versions.reverse()).loader.load(
      'acme',
      names.reverse(),
    );
    expect(other.id).toBe(one.id);
    expect(JSON.parse(Buffer.from(one.bytes).toString())).toEqual(
      JSON.parse(JSON.stringify(one.facts)),
    );
  });

  it('lets those who come during a look share the next one', async () => {
    const { registry, loader } = setUp({ ...hello, version: '1.0.0' });
    await loader.load('acme', [HELLO]);
    const before = registry.calls;
    const loads = Array.from({ length: 20 }, () =>
      loader.load('acme', [HELLO]),
    );
    // What was published before a call is seen by it.
    registry.publish({ ...hello, version: '1.1.0' });
    const late = await loader.load('acme', [HELLO]);
    await Promise.all(loads);
    expect(Object.keys(late.facts.packages[HELLO] ?? {})).toContain('1.1.0');
    expect(registry.calls - before).toBeLessThanOrEqual(3);
  });

  it('goes on with what the registry said last, and says how old that is', async () => {
    const { registry, loader, at } = setUp({ ...hello, version: '1.0.0' });
    registry.isAway = true;
    await expect(loader.load('acme', [HELLO])).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    registry.isAway = false;
    const first = await loader.load('acme', [HELLO]);
    expect(first.stale).toBeUndefined();
    registry.isAway = true;
    at('2026-11-21T09:30:00.000Z');
    const { id, stale } = await loader.load('acme', [HELLO]);
    expect(id).toBe(first.id);
    expect(stale).toEqual({
      readAt: '2026-11-21T08:00:00.000Z',
      message: expect.any(String),
    });
    registry.isAway = false;
    expect((await loader.load('acme', [HELLO])).stale).toBeUndefined();
  });
});
