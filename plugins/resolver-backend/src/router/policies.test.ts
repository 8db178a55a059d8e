import { TestDatabases } from '@backstage/backend-test-utils';
import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import { TestResolver } from '../__testUtils__/TestResolver';
import { releaseOf } from '../__testUtils__/versions';

jest.setTimeout(60_000);

const HELLO = '@acme/plugin-hello-backend';
const SHOP = '@acme/plugin-shop-backend';
const BLOG = '@acme/plugin-blog-backend';
const MAIL = '@acme/plugin-mail-backend';
const CART = '@acme/plugin-cart-backend';
const DAY_MS = 86_400_000;

const leak = { id: 'ACME-1', severity: 'critical' as const, title: 'It leaks' };
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

describe('policies of an environment', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const registry = new FakeRegistry();
  let resolver: TestResolver;

  beforeAll(async () => {
    registry.release(releaseOf('1.54.0', [])).publish(
      { name: HELLO, pluginId: 'hello', version: '1.0.0' },
      { name: HELLO, pluginId: 'hello', version: '2.0.0' },
      { name: SHOP, pluginId: 'shop', version: '1.0.0' },
      { name: SHOP, pluginId: 'shop', version: '2.0.0' },
      { name: BLOG, pluginId: 'blog', version: '1.0.0' },
      { name: BLOG, pluginId: 'blog', version: '1.1.0-beta.1' },
      { name: MAIL, pluginId: 'mail', version: '1.0.0', advisories: [leak] },
      {
        ...{ name: CART, pluginId: 'cart', version: '1.0.0' },
        relations: { requires: { [BLOG]: '^2.0.0' } },
      },
    );
    for (const [name, version, days] of [
      [HELLO, '1.0.0', -30],
      [HELLO, '2.0.0', -30],
      [SHOP, '1.0.0', -30],
      [SHOP, '2.0.0', -30],
      [BLOG, '1.0.0', -30],
      [BLOG, '1.1.0-beta.1', -1],
      [MAIL, '1.0.0', -30],
      [CART, '1.0.0', -30],
    ] as const) {
      const details = registry.version(name, version);
      details.publishedAt = inDays(days).toISOString();
    }
    resolver = await TestResolver.start(databases, registry, {
      installed: { [SHOP]: '1.0.0', [BLOG]: '1.0.0' },
      base: {
        pins: [{ package: HELLO, range: '^1.0.0' }],
        minimumReleaseAgeDays: 3,
      },
      policy: {
        includePrerelease: true,
        denied: [{ package: SHOP, range: '>=2.0.0' }],
      },
    });
  });

  afterAll(() => resolver.stop());

  const resolve = async (roots: object, query = '', options?: object) => {
    const request = { roots, installed: {}, options };
    return (await resolver.post(`/resolve${query}`, request)).body;
  };

  it('pin and deny versions, and let no version in before it is old enough', async () => {
    const { solution } = await resolve({
      ...{ [HELLO]: '*', [SHOP]: '*', [BLOG]: '*' },
    });
    expect(solution).toEqual({
      ...{ [HELLO]: '1.0.0', [SHOP]: '1.0.0', [BLOG]: '1.0.0' },
    });
    const named = await resolve({ [BLOG]: '1.1.0-beta.1' });
    expect(named.solution).toEqual({ [BLOG]: '1.1.0-beta.1' });
  });

  it('are told where they are in the way, with what would lift them', async () => {
    const { explanation, fixes } = await resolve({ [SHOP]: '^2.0.0' });
    expect(explanation).toContain(
      `${SHOP} 2.0.0 is excluded by policy: denied >=2.0.0`,
    );
    const lifted = fixes.find(({ description }: { description: string }) =>
      description.includes('although it is denied'),
    );
    const again = await resolve({ [SHOP]: '^2.0.0' }, '', lifted.patch.options);
    expect(again.solution).toEqual({ [SHOP]: '2.0.0' });
  });

  it('of one environment are none of another, which has the base alone', async () => {
    const { solution } = await resolve(
      { [HELLO]: '*', [SHOP]: '*', [BLOG]: '*' },
      '?environment=production',
    );
    expect(solution).toEqual({
      ...{ [HELLO]: '1.0.0', [SHOP]: '2.0.0', [BLOG]: '1.0.0' },
    });
  });

  it('stand in the request of each plan', async () => {
    const { body } = await resolver.post('/plans', {
      environment: 'development',
      request: { roots: { [HELLO]: '*' } },
    });
    expect(body.request.options).toMatchObject({
      includePrerelease: true,
      minimumReleaseAgeDays: 3,
      pins: { [HELLO]: '^1.0.0' },
      denied: { [SHOP]: '>=2.0.0' },
      asOf: expect.any(String),
    });
  });

  it('are those of where something is promoted to, and what is installed there stays', async () => {
    const { body } = await resolver.post('/plans', {
      environment: {
        name: 'production',
        backstageRelease: '1.54.0',
        installed: { [SHOP]: '2.0.0', [HELLO]: '1.0.0' },
      },
      promoteFrom: 'development',
      request: { options: { allowDowngrade: true } },
    });
    expect(body.request.options.denied).toBeUndefined();
    expect(body.answer).toMatchObject({
      solution: { [HELLO]: '1.0.0', [SHOP]: '1.0.0', [BLOG]: '1.0.0' },
      changes: [
        { name: BLOG, kind: 'install' },
        { name: SHOP, kind: 'downgrade' },
      ],
    });
  });

  it('can be asked what they would have chosen at an earlier moment', async () => {
    const { explanation } = await resolve({ [BLOG]: '1.1.0-beta.1' }, '', {
      asOf: inDays(-2).toISOString(),
    });
    expect(explanation).toContain('is excluded by policy: published after 20');
  });

  it('count for a lock as for its plan', async () => {
    const { body: plan } = await resolver.post('/plans', {
      environment: 'development',
      request: {
        roots: { [CART]: '*' },
        options: { overrides: { [BLOG]: '1.1.0-beta.1' } },
      },
    });
    const { lock, solution } = plan.answer;
    expect(solution).toMatchObject({
      [BLOG]: '1.1.0-beta.1',
      [CART]: '1.0.0',
    });
    const restored = await resolver.post('/locks/resolve', { lock });
    expect(restored.body).toMatchObject({ ok: true, solution, lock });
  });

  describe('an advisory that is accepted', () => {
    const ACCEPTANCES = '/advisory-acceptances';
    const wanted = {
      advisoryId: 'ACME-1',
      packageName: MAIL,
      environment: 'development',
      reason: 'mail is only reachable from inside',
      expiresAt: inDays(30).toISOString(),
    };

    it('keeps nothing from being chosen there, with a warning, until it is revoked', async () => {
      const before = await resolve({ [MAIL]: '*' });
      expect(before.fixes[0].description).toBe(
        `Accept the advisory ACME-1 of ${MAIL} for a time (sceneshift advisory accept ACME-1 --package ${MAIL})`,
      );
      const { status, body } = await resolver.post(ACCEPTANCES, wanted);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        ...wanted,
        state: 'active',
        range: '*',
        createdBy: 'user:default/mock',
      });
      const { body: plan } = await resolver.post('/plans', {
        environment: 'development',
        request: { roots: { [MAIL]: '*' } },
      });
      expect(plan.answer).toMatchObject({
        solution: { [MAIL]: '1.0.0' },
        warnings: [
          {
            code: 'ADVISORY',
            message: `${MAIL} 1.0.0 has the advisory ACME-1 (critical), accepted until ${wanted.expiresAt} because ${wanted.reason}`,
          },
        ],
      });
      const restored = await resolver.post('/locks/resolve', {
        lock: plan.answer.lock,
      });
      expect(restored.body.solution).toEqual(plan.answer.solution);
      const elsewhere = await resolve(
        { [MAIL]: '*' },
        '?environment=production',
      );
      expect(elsewhere.ok).toBe(false);

      const path = `${ACCEPTANCES}/${body.id}`;
      expect((await resolver.delete(path)).status).toBe(204);
      expect((await resolver.delete(path)).status).toBe(204);
      expect((await resolve({ [MAIL]: '*' })).ok).toBe(false);
      const list = await resolver.get(`${ACCEPTANCES}?environment=development`);
      expect(list.body.items).toMatchObject([
        { id: body.id, state: 'revoked' },
      ]);
      const actions = await resolver
        .db('audit_log')
        .where({ subject: body.id })
        .orderBy('sequence')
        .pluck('action');
      expect(actions).toEqual([
        'resolver.advisory.accepted',
        'resolver.advisory.revoked',
      ]);
    });

    it('counts once where it was accepted twice, until the later end', async () => {
      const later = { ...wanted, expiresAt: inDays(60).toISOString() };
      const made = [
        await resolver.post(ACCEPTANCES, later),
        await resolver.post(ACCEPTANCES, wanted),
      ];
      const { body: plan } = await resolver.post('/plans', {
        environment: 'development',
        request: {},
      });
      expect(plan.request.options.acceptAdvisories).toMatchObject([
        { id: 'ACME-1', package: MAIL, until: later.expiresAt },
      ]);
      for (const { body } of made) {
        await resolver.delete(`${ACCEPTANCES}/${body.id}`);
      }
    });

    it('counts again when its time is over', async () => {
      const { body } = await resolver.post(ACCEPTANCES, wanted);
      expect((await resolve({ [MAIL]: '*' })).ok).toBe(true);
      await resolver
        .db('advisory_acceptances')
        .where({ id: body.id })
        .update({ expires_at: inDays(-1) });
      expect((await resolve({ [MAIL]: '*' })).ok).toBe(false);
      const { body: list } = await resolver.get(ACCEPTANCES);
      expect(list.items[0].state).toBe('expired');
    });

    it.each([
      ['ADVISORY_NOT_FOUND', { advisoryId: 'ACME-9' }],
      ['INPUT_INVALID', { expiresAt: inDays(-1).toISOString() }],
      ['INPUT_INVALID', { expiresAt: inDays(400).toISOString() }],
      ['INPUT_INVALID', { range: 'latest' }],
      ['INPUT_INVALID', { range: ' ' }],
      ['INPUT_INVALID', { range: '<1.0.0 ||' }],
      ['ENVIRONMENT_NOT_FOUND', { environment: 'developmint' }],
      ['INPUT_INVALID', { reason: ' ' }],
    ])('is refused with %s for %j', async (code, wrong) => {
      const { body } = await resolver.post(ACCEPTANCES, {
        ...wanted,
        ...wrong,
      });
      expect(body.code).toBe(code);
    });

    it('is not found where there is none', async () => {
      const { body } = await resolver.delete(
        `${ACCEPTANCES}/7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001`,
      );
      expect(body.code).toBe('ACCEPTANCE_NOT_FOUND');
    });
  });
});
