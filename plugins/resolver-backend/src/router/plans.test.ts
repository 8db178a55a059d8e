import { AuditLog } from '@sceneshift/backstage-platform-node';
import { HELLO, SHOP, useShopResolver } from '../__testUtils__/useShopResolver';

jest.setTimeout(60_000);

describe('plans', () => {
  const used = useShopResolver();

  it('plans from what an environment has, and keeps plan, audit row and event together', async () => {
    const { resolver } = used;
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
    const { resolver } = used;
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

  it('lists plans, newest first and page by page, and answers 304 to those who have them', async () => {
    const { resolver } = used;
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
    const { resolver } = used;
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

  it('answers repeated requests with an idempotency key once', async () => {
    const { resolver } = used;
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
