import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Baseline } from '@sceneshift/backstage-platform-common';
import community from '../__fixtures__/community.json';
import techRadar from '../__fixtures__/tech-radar.json';
import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import { TestResolver } from '../__testUtils__/TestResolver';

jest.setTimeout(60_000);

const FRONTEND = '@backstage-community/plugin-tech-radar';
const BACKEND = '@backstage-community/plugin-tech-radar-backend';

/** As `sceneshift baseline create` made it. */
function realBaseline(release: string): Baseline {
  const file = resolvePackagePath(
    '@sceneshift/backstage-plugin-resolver-backend',
    `../../baselines/${release}.json`,
  );
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe('moves to another Backstage release, against the real baselines', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let resolver: TestResolver;

  beforeAll(async () => {
    const catalog = {
      '@backstage/plugin-catalog-common/alpha': [
        'catalogIngestionReadPermission',
      ],
    };
    const notifications = {
      '@backstage/plugin-notifications-node': ['resolveNotificationLink'],
    };
    const future = { '@backstage/backend-plugin-api': ['createTheFuture'] };
    const ended = { conflicts: { backstage: '>=1.55.0' } };
    const old = { '@backstage/errors': ['NotFoundError'] };
    const registry = new FakeRegistry()
      .release(realBaseline('1.54.0'), realBaseline('1.55.0'))
      .store(...(techRadar as unknown as Parameters<FakeRegistry['store']>))
      .store(...(community as unknown as Parameters<FakeRegistry['store']>))
      .publish(
        { name: 'stays', pluginId: 'stays', version: '1.0.0', imports: old },
        { name: 'moves', pluginId: 'moves', version: '1.0.0', imports: future },
        { name: 'moves', pluginId: 'moves', version: '1.1.0', imports: old },
        {
          name: 'newer',
          pluginId: 'newer',
          version: '1.0.0',
          imports: catalog,
        },
        {
          name: 'newest',
          pluginId: 'newest',
          version: '1.0.0',
          imports: notifications,
        },
        { name: 'never', pluginId: 'never', version: '1.0.0', imports: future },
        // Each fits, but not beside the other.
        {
          name: 'left',
          pluginId: 'left',
          version: '1.0.0',
          relations: {
            requires: { stays: '^1.0.0' },
            conflicts: { right: '*' },
          },
        },
        { name: 'right', pluginId: 'right', version: '1.0.0' },
        {
          name: 'other',
          pluginId: 'other',
          version: '1.0.0',
          relations: { conflicts: { left: '*' } },
        },
        // Works in the old release alone, and from its second version on in the new one alone.
        {
          name: 'jumps',
          pluginId: 'jumps',
          version: '1.0.0',
          relations: ended,
        },
        {
          name: 'jumps',
          pluginId: 'jumps',
          version: '2.0.0',
          imports: catalog,
        },
        { name: 'ends', pluginId: 'ends', version: '1.0.0', relations: ended },
      );
    resolver = await TestResolver.start(databases, registry);
  });

  afterAll(() => resolver.stop());

  it('resolves the Tech Radar family for both releases, with warnings and no refusal', async () => {
    for (const backstageRelease of ['1.54.0', '1.55.0']) {
      const { body } = await resolver.post('/resolve', {
        backstageRelease,
        roots: { [FRONTEND]: '*' },
      });
      expect(body).toMatchObject({
        ok: true,
        optimal: true,
        solution: { [FRONTEND]: '1.14.0', [BACKEND]: '1.21.0' },
      });
      const warned = body.warnings.map(
        (item: { package: string }) => item.package,
      );
      // The backend was built with 1.54.0: only 1.55.0 is beyond its ranges.
      expect(warned).toEqual(
        backstageRelease === '1.54.0' ? [FRONTEND] : [FRONTEND, BACKEND],
      );
    }
  });

  it('resolves plugins of the community together, and moves them from release to release', async () => {
    const imported = {
      '@backstage-community/plugin-argocd': '3.1.0',
      '@backstage-community/plugin-quay': '1.24.0',
      '@backstage-community/plugin-tekton': '3.39.0',
      '@backstage-community/plugin-todo-backend': '0.25.0',
      [FRONTEND]: '1.14.0',
      [BACKEND]: '1.21.0',
    };
    for (const backstageRelease of ['1.54.0', '1.55.0']) {
      const { body } = await resolver.post('/resolve', {
        backstageRelease,
        roots: Object.fromEntries(
          Object.keys(imported).map(name => [name, '*']),
        ),
      });
      expect(body).toMatchObject({ ok: true, solution: imported });
    }
    const { body } = await resolver.post('/upgrades', {
      from: '1.54.0',
      to: '1.55.0',
      installed: imported,
    });
    expect(body.summary).toBe('From 1.54.0 to 1.55.0: 6 stay, 0 move, 0 block');
  });

  it('says what stays and what moves', async () => {
    const { status, body } = await resolver.post('/upgrades', {
      from: '1.54.0',
      to: '1.55.0',
      installed: {
        [FRONTEND]: '1.13.0',
        [BACKEND]: '1.12.0',
        stays: '1.0.0',
        moves: '1.0.0',
      },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: true,
      summary: 'From 1.54.0 to 1.55.0: 3 stay, 1 move, 0 block',
      move: [{ name: 'moves', from: '1.0.0', to: '1.1.0', ahead: true }],
      block: [],
    });
    expect(body.stay).toContainEqual({ name: BACKEND, version: '1.12.0' });
  });

  it('names every blocker, and the first release that fits', async () => {
    const { body } = await resolver.post('/upgrades', {
      from: '1.53.0',
      to: '1.54.0',
      installed: {
        stays: '1.0.0',
        newer: '1.0.0',
        newest: '1.0.0',
        never: '1.0.0',
      },
    });
    expect(body).toMatchObject({
      ok: false,
      stay: [{ name: 'stays', version: '1.0.0' }],
      block: [
        { name: 'never' },
        { name: 'newer', firstRelease: '1.55.0' },
        { name: 'newest', firstRelease: '1.55.0' },
      ],
    });
    expect(body.block[1].reason).toContain(
      'Backstage 1.54.0 cannot load newer 1.0.0: it imports what hosts of Backstage 1.54.0 do not have: catalogIngestionReadPermission from @backstage/plugin-catalog-common/alpha.',
    );
    expect(body.summary).toBe(
      'From 1.53.0 to 1.54.0: 1 stay, 0 move, 3 block, because never fits no known release, newer fits only from 1.55.0 on and newest fits only from 1.55.0 on',
    );
    expect(body.block[0]).not.toHaveProperty('firstRelease');
    expect(body.block[0].reason).toContain('createTheFuture');
  });

  it('names packages that do not fit together, each with all that it quarrels with', async () => {
    const { body } = await resolver.post('/upgrades', {
      to: '1.55.0',
      installed: {
        left: '1.0.0',
        right: '1.0.0',
        other: '1.0.0',
        stays: '1.0.0',
      },
    });
    expect(body.ok).toBe(false);
    expect(body.stay).toEqual([{ name: 'stays', version: '1.0.0' }]);
    const quarrels = body.block.map(
      (item: { name: string; with: string[] }) => [item.name, item.with.sort()],
    );
    expect(Object.fromEntries(quarrels)).toEqual({
      left: ['other', 'right'],
      right: ['left'],
      other: ['left'],
    });
  });

  it('tells moves that must wait for the release, and how far a blocker can go', async () => {
    const { body } = await resolver.post('/upgrades', {
      from: '1.54.0',
      to: '1.55.0',
      installed: { jumps: '1.0.0', ends: '1.0.0' },
    });
    expect(body).toMatchObject({
      ok: false,
      summary:
        'From 1.54.0 to 1.55.0: 0 stay, 1 move, 1 block, because ends fits no known release after 1.54.0',
      move: [{ name: 'jumps', from: '1.0.0', to: '2.0.0', ahead: false }],
      block: [{ name: 'ends', lastRelease: '1.54.0' }],
    });
  });

  it('names what is wrong with what is installed', async () => {
    const { body } = await resolver.post('/upgrades', {
      to: '1.55.0',
      installed: { stays: 'newest' },
    });
    expect(body.field).toBe('/installed/stays');
  });

  it('refuses a release that nothing is known of', async () => {
    const { body } = await resolver.post('/upgrades', {
      to: '1.99.0',
      installed: {},
    });
    expect(body).toMatchObject({ code: 'BASELINE_NOT_FOUND', status: 404 });
  });
});
