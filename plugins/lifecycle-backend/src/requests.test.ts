import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { spec } from './schema/openapi/generated/spec';
import { ADMIN, TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

describe('requests', () => {
  let lifecycle: TestLifecycle;

  beforeAll(async () => {
    lifecycle = await TestLifecycle.start();
    await lifecycle.registry.publish({
      pluginId: 'hello',
      name: '@demo/plugin-hello',
      version: '1.0.0',
      role: 'frontend-plugin',
    });
  });

  afterAll(() => lifecycle.stop());

  it('follow a contract that is served as it was written', async () => {
    const path = join(__dirname, 'schema', 'openapi.yaml');
    expect(parse(readFileSync(path, 'utf8'))).toEqual(spec);
    const answer = await lifecycle.api.get('/api/lifecycle/v1/openapi.json');
    expect(answer.body).toEqual(spec);
  });

  it.each([
    ['no changes', {}],
    ['an unknown action', { changes: [{ action: 'explode', pluginId: 'x' }] }],
    ['a bad plugin id', { changes: [{ action: 'install', pluginId: '../x' }] }],
    [
      'an unknown field',
      { changes: [{ action: 'enable', pluginId: 'x', y: 1 }] },
    ],
    [
      'a negative generation',
      { changes: [{ action: 'rollback', generation: -1 }] },
    ],
  ])('are refused with %s', async (_name, body) => {
    const answer = await lifecycle.post(
      '/environments/development/plans',
      body,
    );
    expect(answer.status).toBe(400);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body.code).toBe('INPUT_INVALID');
  });

  it('are refused when they are no JSON, or about what does not exist', async () => {
    const broken = await lifecycle.api
      .post('/api/lifecycle/v1/environments/development/plans')
      .set('Authorization', ADMIN)
      .set('Content-Type', 'application/json')
      .send('{');
    expect(broken.body.code).toBe('INPUT_INVALID');
    const large = await lifecycle.post('/environments/development/plans', {
      changes: 'x'.repeat(9 * 1024 * 1024),
    });
    expect(large.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    const changes = [{ action: 'install', pluginId: 'hello' }];
    const nowhere = await lifecycle.post('/environments/nowhere/plans', {
      changes,
    });
    expect(nowhere.body.code).toBe('ENVIRONMENT_NOT_FOUND');
    const unknown = await lifecycle.post('/environments/development/plans', {
      changes: [{ action: 'install', pluginId: 'unknown' }],
    });
    expect(unknown.body.code).toBe('PLUGIN_NOT_FOUND');
    const generation = await lifecycle.post('/environments/development/plans', {
      changes: [{ action: 'rollback', generation: 99 }],
    });
    expect(generation.body.code).toBe('GENERATION_NOT_FOUND');
    const route = await lifecycle.get('/nothing');
    expect(route.status).toBe(404);
    expect(route.body.code).toBe('NOT_FOUND');
  });

  it('with an idempotency key are answered once', async () => {
    const post = (key: string, pluginId: string) =>
      lifecycle
        .post('/environments/development/plans', {
          changes: [{ action: 'install', pluginId }],
        })
        .set('Idempotency-Key', key);
    const first = await post('k1', 'hello');
    const second = await post('k1', 'hello');
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect((await post('k2', 'hello')).body.id).not.toBe(first.body.id);
    const other = await post('k1', 'unknown');
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    // A refusal is not kept: what was missing may be there the next time.
    expect((await post('k3', 'unknown')).status).toBe(404);
    expect((await post('k3', 'unknown')).status).toBe(404);
  });

  it('for what is known are answered with 304', async () => {
    const first = await lifecycle.get('/environments');
    const again = await lifecycle
      .get('/environments')
      .set('If-None-Match', first.headers.etag!);
    expect(again.status).toBe(304);
  });

  it('list page by page', async () => {
    for (let i = 0; i < 3; i += 1) {
      const plan = await lifecycle.plan(
        i % 2
          ? { action: 'remove', pluginId: 'hello' }
          : { action: 'install', pluginId: 'hello' },
      );
      const { id } = await lifecycle.apply(plan);
      await lifecycle.until(id, 'serving');
    }
    const path = '/environments/development/generations';
    const first = await lifecycle.get(`${path}?limit=2`);
    expect(
      first.body.items.map((item: { number: number }) => item.number),
    ).toEqual([3, 2]);
    const rest = await lifecycle.get(
      `${path}?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(
      rest.body.items.map((item: { number: number }) => item.number),
    ).toEqual([1]);
    expect(rest.body.nextCursor).toBeUndefined();
    for (const cursor of ['x', '', '-1', '9007199254740991']) {
      const bad = await lifecycle.get(`${path}?cursor=${cursor}`);
      expect(bad.body.code).toBe('INPUT_INVALID');
    }
  });

  it('are refused when they hold what cannot be stored', async () => {
    for (const version of ['1\0', '1\ud83d']) {
      const answer = await lifecycle.post('/environments/development/plans', {
        changes: [
          {
            action: 'install',
            pluginId: 'hello',
            packages: { '@demo/plugin-hello': version },
          },
        ],
      });
      expect(answer.body).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
    }
  });
});
