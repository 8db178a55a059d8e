import request from 'supertest';
import { RegistryClient } from '../__testUtils__/RegistryClient';
import { useRegistry } from '../__testUtils__/useRegistry';

jest.setTimeout(60_000);

describe('API keys', () => {
  const used = useRegistry();

  it('asks those for a credential who bring none', async () => {
    const answer = await request(used.registry.baseUrl).get(
      '/api/registry/v1/plugins',
    );
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('UNAUTHENTICATED');
  });

  it('creates, lists and revokes API keys, showing each once', async () => {
    const created = await used.acme.post('/api-keys', {
      name: 'ci',
      scopes: ['publish'],
      expiresAt: '2099-01-01T00:00:00Z',
    });
    expect(created.status).toBe(201);
    const { id, key } = created.body as unknown as Record<string, string>;
    const ci = new RegistryClient(used.registry, key as string);
    expect((await ci.get('/plugins')).status).toBe(200);

    const listed = await used.acme.get('/api-keys');
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ id, name: 'ci', scopes: ['publish'] }),
    );
    const foreign = await used.globex.call(
      'DELETE',
      `/api/registry/v1/api-keys/${id}`,
    );
    expect(foreign.body.code).toBe('NOT_FOUND');
    await used.acme.call('DELETE', `/api/registry/v1/api-keys/${id}`);
    expect((await ci.get('/plugins')).body.code).toBe('API_KEY_REVOKED');

    const past = {
      name: 'x',
      scopes: ['read'],
      expiresAt: '2020-01-01T00:00:00Z',
    };
    expect((await used.acme.post('/api-keys', past)).body.code).toBe(
      'INPUT_INVALID',
    );
    const root = { name: 'x', scopes: ['root'] };
    expect((await used.acme.post('/api-keys', root)).body.code).toBe(
      'INPUT_INVALID',
    );
  });

  it('answers repeated requests with an idempotency key once, and shows a key to nobody twice', async () => {
    const adminKey = await used.registry.createKey('admin');
    const post = (title: string) =>
      request(used.registry.baseUrl)
        .post('/api/registry/v1/api-keys')
        .set('authorization', `Bearer ${adminKey}`)
        .set('Idempotency-Key', 'k')
        .send({ name: title, scopes: ['read'] });
    const { body: first } = await post('once');
    const again = await post('once');
    expect(again.status).toBe(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const { key, ...summary } = first;
    expect(key).toMatch(/^ssk_/);
    expect(again.body).toEqual(summary);
    const { body: list } = await used.acme.get('/api-keys');
    const items = list.items as unknown as Array<{ name: string }>;
    expect(items.filter(item => item.name === 'once')).toHaveLength(1);
    const other = await post('twice');
    expect(other.body).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('slows down who tries keys, and nobody else at that address', async () => {
    const ask = (path: string, token: string) =>
      request(used.registry.baseUrl)
        .get(`/api/registry/${path}`)
        .set('authorization', `Bearer ${token}`);
    const valid = await used.registry.createKey('read');
    for (let i = 0; i < 20; i += 1) {
      expect((await ask('v1/plugins', 'ssk_wrong')).status).toBe(401);
    }
    const wrong = await ask('v1/plugins', 'ssk_wrong');
    expect(wrong.body).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(wrong.headers['retry-after'])).toBeLessThanOrEqual(60);
    const npm = await ask(`npm/@acme%2Fhello`, 'ssk_wrong');
    expect(npm.status).toBe(429);
    expect(npm.body.error).toContain('Too many wrong API keys');
    expect(npm.headers['retry-after']).toBeDefined();
    expect((await ask('v1/plugins', valid)).status).toBe(200);
  });
});
