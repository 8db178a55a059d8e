import { TestDatabases } from '@backstage/backend-test-utils';
import { AuditLog } from '@sceneshift/backstage-platform-node';
import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import { TestResolver } from '../__testUtils__/TestResolver';
import { LIBRARY, releaseOf } from '../__testUtils__/versions';

jest.setTimeout(60_000);

const HELLO = '@acme/plugin-hello-backend';
const MAIL = '@acme/plugin-mail-backend';
const SHOP = '@acme/plugin-shop-backend';

describe('plans', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const registry = new FakeRegistry();
  let resolver: TestResolver;

  beforeAll(async () => {
    const hello = { name: HELLO, pluginId: 'hello' };
    const shop = { name: SHOP, pluginId: 'shop' };
    registry.release(releaseOf('1.54.0', ['old'])).publish(
      { ...hello, version: '1.0.0', imports: { [LIBRARY]: ['old'] } },
      { ...hello, version: '2.0.0', imports: { [LIBRARY]: ['old'] } },
      {
        ...shop,
        version: '1.0.0',
        relations: { requires: { [HELLO]: '^1.0.0' } },
      },
      {
        ...shop,
        version: '2.0.0',
        relations: { requires: { [HELLO]: '^2.0.0' } },
      },
      {
        name: MAIL,
        pluginId: 'mail',
        version: '1.0.0',
        advisories: [{ id: 'ACME-1', severity: 'high', title: 'It leaks' }],
      },
    );
    resolver = await TestResolver.start(databases, registry, {
      installed: { [HELLO]: '1.0.0', [SHOP]: '1.0.0' },
    });
  });

  afterAll(() => resolver.stop());

  it('plans from what an environment has, and keeps plan, audit row and event together', async () => {
    const { status, body: plan } = await resolver.post('/plans', {
      environment: 'development',
      request: { roots: { [SHOP]: '^2.0.0' } },
    });
    expect(status).toBe(201);
    expect(plan).toMatchObject({
      environment: 'development',
      backstageRelease: '1.54.0',
      request: { options: { allowDowngrade: false, allowRemove: false } },
      answer: {
        ok: true,
        solution: { [HELLO]: '2.0.0', [SHOP]: '2.0.0' },
        steps: [{ packages: [HELLO, SHOP], atomic: true }],
      },
    });
    const stored = await resolver.get(`/plans/${plan.id}`);
    expect(stored.body).toEqual(plan);
    const [row] = await resolver.db('audit_log').where({ subject: plan.id });
    expect(row).toMatchObject({ action: 'resolver.plan.created' });
    const events = await resolver
      .db('outbox_events')
      .where({ type: 'resolver.plan.created' });
    expect(events).toHaveLength(1);
    await expect(
      new AuditLog().verify(resolver.db, 'demo'),
    ).resolves.toMatchObject({ ok: true });
  });

  it('keeps a plan that has no solution, with its explanation and its fixes', async () => {
    const { status, body: plan } = await resolver.post('/plans', {
      environment: {
        backstageRelease: '1.54.0',
        installed: { [HELLO]: '2.0.0' },
      },
      request: { roots: { [HELLO]: '*', [SHOP]: '^1.0.0' } },
    });
    expect(status).toBe(201);
    expect(plan.answer).toMatchObject({
      ok: false,
      fixes: expect.arrayContaining([
        {
          description: 'Allow downgrades',
          patch: { options: { allowDowngrade: true } },
          solution: { [HELLO]: '1.0.0', [SHOP]: '1.0.0' },
        },
      ]),
    });
    expect((await resolver.get(`/plans/${plan.id}`)).body).toEqual(plan);
  });

  it('resolves from a lock to the same again without the registry, and notices drift', async () => {
    const { body: plan } = await resolver.post('/plans', {
      request: { roots: { [HELLO]: '^1.0.0' } },
    });
    const { lock, solution } = plan.answer;
    registry.isAway = true;
    const again = await resolver.post('/locks/resolve', { lock });
    const third = await resolver.post('/locks/resolve', { lock });
    const anew = await resolver.post('/plans', { request: plan.request });
    registry.isAway = false;
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ ok: true, solution, changes: [] });
    expect(JSON.stringify(again.body.lock)).toBe(JSON.stringify(lock));
    expect({ ...third.body, stats: {} }).toEqual({ ...again.body, stats: {} });
    // What is asked anew is answered from what the registry said last.
    expect(anew.body).toMatchObject({
      snapshot: plan.snapshot,
      answer: { staleFacts: { readAt: expect.any(String) } },
    });

    const unknown = await resolver.post('/locks/resolve', {
      lock: { ...lock, snapshot: 'sha256-0' },
    });
    expect(unknown.body.code).toBe('SNAPSHOT_NOT_FOUND');

    registry.version(HELLO, '1.0.0').integrity = 'sha512-other';
    // What the registry says of a version is only asked again when something about it has changed.
    registry.version(HELLO, '1.0.0').deprecated = 'use 2';
    const drifted = await resolver.post('/plans', {
      lock,
      request: { roots: { [HELLO]: '*' } },
    });
    expect(drifted.status).toBe(409);
    expect(drifted.body).toMatchObject({
      code: 'LOCK_DRIFT',
      detail: expect.stringContaining(`${HELLO}@1.0.0 was locked with`),
    });
  });

  it('lists plans, newest first and page by page, and answers 304 to those who have them', async () => {
    const made: string[] = [];
    for (const range of ['^1.0.0', '^2.0.0', '^9.0.0']) {
      const { body } = await resolver.post('/plans', {
        environment: {
          name: 'listed',
          backstageRelease: '1.54.0',
          installed: {},
        },
        request: { roots: { [HELLO]: range } },
      });
      made.unshift(body.id);
    }
    const first = await resolver.get('/plans?environment=listed&limit=2');
    expect(first.body.items).toMatchObject([
      { id: made[0], ok: false, changes: 0 },
      { id: made[1], ok: true, changes: 1, environment: 'listed' },
    ]);
    const cursor = `&cursor=${first.body.nextCursor}`;
    const second = await resolver.get(
      `/plans?environment=listed&limit=2${cursor}`,
    );
    expect(second.body).toMatchObject({ items: [{ id: made[2] }] });
    expect(second.body).not.toHaveProperty('nextCursor');
    const positions = [
      {},
      ['1', made[0]],
      ['+275760-09-13T00:00:00Z', made[0]],
    ];
    for (const position of positions) {
      const forged = Buffer.from(JSON.stringify(position)).toString(
        'base64url',
      );
      const { body } = await resolver.get(`/plans?cursor=${forged}`);
      expect(body.code).toBe('INPUT_INVALID');
    }

    for (const path of [
      `/plans/${made[0]}`,
      '/plans?environment=listed',
      '/graph?environment=development',
    ]) {
      const { headers } = await resolver.get(path);
      const again = await resolver
        .get(path)
        .set('If-None-Match', String(headers.etag));
      expect([path, again.status, again.text]).toEqual([path, 304, '']);
    }
  });

  it('says which field of a request is wrong, and what is not there', async () => {
    const bad = await resolver.post('/plans', {
      request: { roots: { [HELLO]: 'not a range at all' } },
    });
    expect(bad.body).toMatchObject({
      code: 'INPUT_INVALID',
      field: expect.stringMatching(/^\/request\/roots/),
    });
    const facts = await resolver.post('/plans', { request: { packages: {} } });
    expect(facts.body.code).toBe('INPUT_INVALID');
    const nowhere = await resolver.post('/plans', {
      environment: 'nowhere',
      request: {},
    });
    expect(nowhere.body.code).toBe('ENVIRONMENT_NOT_FOUND');
    const none = await resolver.get(
      '/plans/7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001',
    );
    expect(none.body.code).toBe('PLAN_NOT_FOUND');
  });

  it('draws who needs whom, and says what a removal breaks', async () => {
    const { body: graph } = await resolver.get(
      '/graph?environment=development',
    );
    expect(graph.edges).toContainEqual({
      from: SHOP,
      to: HELLO,
      kind: 'dependency',
      range: '^1.0.0',
      satisfied: true,
    });
    expect(graph.nodes).toContainEqual({
      name: HELLO,
      version: '1.0.0',
      kind: 'package',
      pluginId: 'hello',
      role: 'backend-plugin',
      reasons: [`${SHOP} needs it (^1.0.0)`],
      neededBy: [SHOP],
    });
    const { body: impact } = await resolver.post('/impact', {
      environment: 'development',
      remove: [HELLO],
    });
    expect(impact).toMatchObject({
      breaks: [{ name: SHOP, path: [SHOP, HELLO] }],
      summary: `Without ${HELLO}, 1 installed package stops working: ${SHOP}`,
    });
  });

  it('resolves from a lock to what its plan put up with', async () => {
    const { body: plan } = await resolver.post('/plans', {
      request: {
        roots: { [MAIL]: '*' },
        options: { advisorySeverity: 'critical' },
      },
    });
    const { lock, solution } = plan.answer;
    const again = await resolver.post('/locks/resolve', { lock });
    expect(again.body).toMatchObject({ ok: true, solution, lock });
  });

  it('answers repeated requests with an idempotency key once', async () => {
    const post = (path: string, range: string) =>
      resolver
        .post(path, {
          ...(path === '/plans'
            ? { request: { roots: { [SHOP]: range } } }
            : { roots: { [SHOP]: range } }),
        })
        .set('Idempotency-Key', 'k');
    const first = await post('/plans', '^2.0.0');
    const again = await post('/plans', '^2.0.0');
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const solved = await post('/resolve', '^2.0.0');
    expect((await post('/resolve', '^2.0.0')).text).toBe(solved.text);
    for (const path of ['/plans', '/resolve']) {
      const other = await post(path, '^1.0.0');
      expect(other.status).toBe(422);
      expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    }
  });
});
