import { HELLO, MAIL, useShopResolver } from '../__testUtils__/useShopResolver';

jest.setTimeout(60_000);

describe('locks', () => {
  const used = useShopResolver();

  it('resolves from a lock to the same again without the registry, and notices drift', async () => {
    const { resolver, registry } = used;
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

  it('resolves from a lock to what its plan put up with', async () => {
    const { resolver } = used;
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
});
