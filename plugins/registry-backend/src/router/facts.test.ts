import type { FactsPage } from '@sceneshift/backstage-plugin-registry-common';
import request from 'supertest';
import { baseline } from '../__testUtils__/artifacts';
import { NAME, PACKAGE } from '../__testUtils__/HelloRegistry';
import { useHelloRegistry } from '../__testUtils__/useHelloRegistry';

jest.setTimeout(60_000);

describe('the facts', () => {
  const registry = useHelloRegistry();

  const read = async (cursor?: string, limit?: number) => {
    const query = new URLSearchParams();
    if (cursor) query.set('cursor', cursor);
    if (limit) query.set('limit', String(limit));
    const { body } = await registry.acme.get(`/facts?${query}`);
    return body as unknown as FactsPage;
  };
  const nameOf = ({ items }: FactsPage) => items.map(({ name }) => name);
  const page = '@acme/plugin-page';

  it('hold everything that a choice depends on, and no library', async () => {
    await registry.hello.publish({
      name: page,
      backstage: {
        role: 'frontend-plugin',
        pluginId: 'page',
        pluginPackages: [page],
      },
      dependencies: { lodash: '^4.0.0', '@backstage/ui': '^0.18.0' },
      peerDependencies: { react: '^18.0.0', '@backstage/core': '^1.0.0' },
      peerDependenciesMeta: { react: { optional: true } },
      optionalDependencies: { fsevents: '^2.0.0' },
      sceneshift: {
        requires: { [NAME]: '^1.0.0', mail: '^2.0.0' },
        conflicts: { '@acme/old': '*' },
        provides: { pages: '1.0.0' },
      },
    });
    await registry.acme.put(`${PACKAGE}/versions/1.0.0/yank`, {
      reason: 'broken',
    });
    await registry.acme.post('/advisories', {
      id: 'ACME-2026-1',
      packageName: NAME,
      range: '1.0.0',
      severity: 'high',
      title: 'It leaks',
    });
    const { items, nextCursor, baselines: known } = await read();
    expect(nextCursor).toBeUndefined();
    expect(known.releases).toEqual(['1.55.0', '1.54.0']);
    expect(items).toMatchObject([
      {
        name: page,
        role: 'frontend-plugin',
        pluginId: 'page',
        versions: [
          {
            version: '1.0.0',
            integrity: expect.stringMatching(/^sha512-/),
            pluginPackages: [page],
            backstageRanges: {
              '@backstage/core': '^1.0.0',
              '@backstage/ui': '^0.18.0',
            },
            peerDependencies: { react: '^18.0.0' },
            peerDependenciesMeta: { react: { optional: true } },
            optionalDependencies: { fsevents: '^2.0.0' },
            requires: { [NAME]: '^1.0.0', mail: '^2.0.0' },
            conflicts: { '@acme/old': '*' },
            provides: { pages: '1.0.0' },
            unpassed: [
              {
                check: 'artifact',
                reason: "the check 'artifact' is PENDING",
              },
            ],
            artifacts: [],
          },
        ],
      },
      {
        name: NAME,
        versions: [
          {
            version: '1.0.0',
            yanked: 'broken',
            advisories: [{ id: 'ACME-2026-1', severity: 'high' }],
            artifacts: [
              {
                platform: 'any',
                links: [
                  { release: '1.55.0' },
                  {
                    release: '1.54.0',
                    fault: expect.stringContaining('do not have'),
                  },
                ],
              },
            ],
          },
          { version: '1.1.0' },
          { version: '1.2.0' },
        ],
      },
    ]);
  });

  it('are the same for versions of before there was a short form', async () => {
    const before = await read();
    await registry.hello.rows('versions', {}).update({ relations: null });
    await registry.hello.rows('artifacts', {}).update({ load_needs: null });
    expect((await read()).items).toEqual(before.items);
  });

  it('come in pages, and afterwards what has changed', async () => {
    const first = await read(undefined, 1);
    expect(first.nextCursor).toBe(first.position);
    const second = await read(first.nextCursor, 1);
    expect([nameOf(first), nameOf(second)]).toEqual([[page], [NAME]]);
    expect(second.nextCursor).toBeUndefined();
    expect(nameOf(await read(second.position))).toEqual([]);
  });

  const changes: Array<[string, () => Promise<unknown>]> = [
    ['a publish', () => registry.hello.publish({ version: '1.3.0' })],
    [
      'an artifact',
      async () =>
        registry.hello.pack(await registry.hello.publish({ version: '1.4.0' })),
    ],
    [
      'a yank',
      () =>
        registry.acme.put(`${PACKAGE}/versions/1.3.0/yank`, { reason: 'x' }),
    ],
    [
      'an undone yank',
      () => registry.acme.delete(`${PACKAGE}/versions/1.3.0/yank`),
    ],
    [
      'an advisory',
      () =>
        registry.acme.post('/advisories', {
          id: 'ACME-2026-3',
          packageName: NAME,
          range: '1.3.0',
          severity: 'low',
          title: 'Slow',
        }),
    ],
    ['a withdrawal', () => registry.acme.delete('/advisories/ACME-2026-3')],
    [
      'a deprecation',
      () =>
        registry.acme.call(
          'PUT',
          `/api/registry/npm/${encodeURIComponent(NAME)}`,
          {
            name: NAME,
            versions: { '1.3.0': { deprecated: 'use 1.4.0' } },
          },
        ),
    ],
  ];
  it.each(changes)('change with %s', async (_what, change) => {
    const { position } = await read();
    await change();
    const changed = await read(position);
    expect(nameOf(changed)).toEqual([NAME]);
    expect(nameOf(await read(changed.position))).toEqual([]);
  });

  it('change with a failed packing', async () => {
    const name = '@acme/plugin-new-backend';
    await registry.hello.publish({ name });
    const [job] = await registry.hello.rows('pack_jobs', { name });
    const { position } = await read();
    await registry.acme.post(`/pack-jobs/${job.id}/failed`, {
      code: 'PACK_BUILD_FAILED',
      message: 'no entry',
    });
    const { items } = await read(position);
    expect(items).toMatchObject([
      { name, versions: [{ unpassed: [{ reason: 'no entry' }] }] },
    ]);
  });

  it('miss nothing of what many change at once', async () => {
    const seen = new Set<string>();
    let { position } = await read();
    const names = Array.from({ length: 6 }, (_, n) => `@acme/plugin-n${n}`);
    const done = Promise.all(
      names.map(item => registry.hello.publish({ name: item })),
    );
    const look = async () => {
      const found = await read(position);
      position = found.position;
      nameOf(found).forEach(item => seen.add(item));
    };
    let isDone = false;
    void done.finally(() => {
      isDone = true;
    });
    while (!isDone) await look();
    await look();
    expect([...seen].sort()).toEqual([...names].sort());
  });

  it('are told anew with other baselines', async () => {
    const { position, items } = await read();
    registry.baselines.addContent({
      '1.56.0.json': JSON.stringify({ ...baseline, release: '1.56.0' }),
    });
    const after = await read(position);
    expect(after.items).toHaveLength(items.length);
    expect(after.baselines.releases[0]).toBe('1.56.0');
  });

  it('answer 304 to who has them', async () => {
    // fetch would ask caches not to answer.
    const key = await registry.hello.registry.createKey('read');
    const get = (etag: string) =>
      request(registry.hello.registry.baseUrl)
        .get('/api/registry/v1/facts')
        .auth(key, { type: 'bearer' })
        .set('if-none-match', etag);
    const { headers } = await get('none');
    expect((await get(headers.etag as string)).status).toBe(304);
    await registry.acme.put(`${PACKAGE}/versions/1.1.0/yank`, { reason: 'x' });
    expect((await get(headers.etag as string)).status).toBe(200);
  });
});
