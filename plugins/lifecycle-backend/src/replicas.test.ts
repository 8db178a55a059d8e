import type { ReplicaStatus } from '@sceneshift/backstage-plugin-lifecycle-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN, TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const configSchema = {
  type: 'object',
  properties: {
    hello: {
      type: 'object',
      properties: {
        token: { type: 'string', visibility: 'secret' },
        name: { type: 'string' },
      },
    },
  },
};

describe('supervisors', () => {
  let lifecycle: TestLifecycle;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    await lifecycle.registry.publish({
      pluginId: 'hello',
      name: 'hello-backend',
      version: '1.0.0',
      role: 'backend-plugin',
      configSchema,
    });
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  function putSecret(name: string, value: string) {
    return lifecycle.api
      .put(`/api/lifecycle/v1/environments/development/secrets/${name}`)
      .set('Authorization', ADMIN)
      .send({ value });
  }

  it('wait for a change, and learn of it at once', async () => {
    const { body: first } = await lifecycle.desired();
    const query = `?revision=${first.revision}`;
    const start = Date.now();
    expect((await lifecycle.desired(`${query}&wait=1`)).status).toBe(304);
    expect(Date.now() - start).toBeGreaterThanOrEqual(990);

    const waiting = lifecycle.desired(`${query}&wait=20`).then(answer => ({
      answer,
      at: Date.now(),
    }));
    await sleep(100);
    const changed = Date.now();
    await putSecret('s', 'v');
    const { answer, at } = await waiting;
    expect(answer.body.revision).not.toBe(first.revision);
    expect(at - changed).toBeLessThan(1_000);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('get secrets opened; nobody else does, and a new value replaces the host', async () => {
    await putSecret('token', 'canary-1');
    const { id } = await lifecycle.bring({
      action: 'install',
      pluginId: 'hello',
      config: { hello: { token: { $secret: 'token' }, name: 'x' } },
    });
    const [before] = (await lifecycle.desired()).body.hosts;
    expect(before.config).toEqual({ hello: { token: 'canary-1', name: 'x' } });
    expect(before.secretValues).toEqual(['canary-1']);
    await putSecret('token', 'canary-2');
    const [after] = (await lifecycle.desired()).body.hosts;
    expect(after.config.hello.token).toBe('canary-2');
    expect(after.specDigest).not.toBe(before.specDigest);

    const shown = await Promise.all([
      lifecycle.get('/environments/development'),
      lifecycle.get('/environments/development/generations/1'),
      lifecycle.get('/environments/development/secrets'),
      lifecycle.get(`/rollouts/${id}`),
      lifecycle.db('audit_log').then(body => ({ body })),
      lifecycle.db('secrets').then(body => ({ body })),
      lifecycle.db('plans').then(body => ({ body })),
    ]);
    expect(JSON.stringify(shown.map(({ body }) => body))).not.toContain(
      'canary-',
    );

    const inUse = await lifecycle.api
      .delete('/api/lifecycle/v1/environments/development/secrets/token')
      .set('Authorization', ADMIN);
    expect(inUse.body.code).toBe('SECRET_IN_USE');
  });

  it('do not get another host for another plugin', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const [before] = (await lifecycle.desired()).body.hosts;
    await lifecycle.registry.publish({
      pluginId: 'other',
      name: 'other-backend',
      version: '1.0.0',
      role: 'backend-plugin',
    });
    await lifecycle.bring({ action: 'install', pluginId: 'other' });
    const { hosts } = (await lifecycle.desired()).body;
    expect(hosts).toHaveLength(2);
    expect(hosts[0]).toEqual(before);
    expect(hosts[1].database.user).not.toBe(before.database.user);
  });

  it('of another release are refused', async () => {
    const answer = await lifecycle.report('a', { backstageRelease: '1.54.0' });
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('REPLICA_BASELINE_MISMATCH');
  });

  it('that never asked what to run, or report what nobody asked for, are refused and never the canary', async () => {
    const code = async (id: string, status: Partial<ReplicaStatus>) =>
      (await lifecycle.reportAlone(id, status)).body.code;
    expect(await code('ghost', {})).toBe('REPLICA_NOT_REGISTERED');
    await lifecycle.desired('?replica=a-stranger');
    expect(await code('a-stranger', { generation: 999 })).toBe(
      'REPLICA_GENERATION_UNKNOWN',
    );
    const rollout = { generation: 999, state: 'serving' } as const;
    expect(await code('a-stranger', { rollout })).toBe(
      'REPLICA_GENERATION_UNKNOWN',
    );
    await lifecycle.desired('?replica=long-ago');
    await lifecycle
      .db('replica_polls')
      .where({ replica_id: 'long-ago' })
      .update({ polled_at: new Date(Date.now() - 91_000) });
    expect(await code('long-ago', {})).toBe('REPLICA_NOT_REGISTERED');
    expect(await lifecycle.db('replicas')).toEqual([]);
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const told = await lifecycle.db('rollout_replicas').pluck('replica_id');
    expect(told).toEqual(['a']);
  });

  it('that report a state once more have come one step', async () => {
    await lifecycle.report('a', {});
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(id);
    const checking = {
      rollout: { rolloutId: id, generation: 1, state: 'checking' as const },
    };
    await lifecycle.report('a', checking);
    await lifecycle.report('a', { ...checking, rollout: undefined });
    await Promise.all([
      lifecycle.report('a', checking),
      lifecycle.report('a', checking),
    ]);
    const { steps } = await lifecycle.rollout(id);
    const checked = steps.filter(
      ({ state, replicaId }) => state === 'checking' && replicaId === 'a',
    );
    expect(checked).toHaveLength(1);
  });

  it('that come too late find the rollout failed for want of them', async () => {
    const impatient = await TestLifecycle.start({
      registry: lifecycle.registry,
      sceneshift: { rollouts: { timeout: { milliseconds: 1 } } },
    });
    const plan = await impatient.plan({ action: 'install', pluginId: 'hello' });
    const { id } = await impatient.apply(plan);
    const failed = await impatient.until(id, 'failed');
    expect(failed.reason?.code).toBe('NO_REPLICA');
    await impatient.dropHostDatabases();
    await impatient.stop();
  });

  it('report what a plugin that serves is warned of, and leave it in service', async () => {
    const { id } = await lifecycle.bring({
      action: 'install',
      pluginId: 'hello',
    });
    const { body: desired } = await lifecycle.desired('?replica=a');
    const warning = {
      code: 'HOST_UNHANDLED_ERROR',
      message: 'Nothing handles its error',
    };
    const warned = {
      hosts: [
        {
          pluginId: 'hello',
          specDigest: desired.hosts[0].specDigest,
          state: 'serving' as const,
          restarts: 0,
          warning,
        },
      ],
    };
    await lifecycle.obey('a', desired);
    const { publish } = lifecycle.signals;
    const before = publish.mock.calls.length;
    await lifecycle.obey('a', desired, warned);
    expect(publish).toHaveBeenCalledTimes(before + 1);
    await lifecycle.obey('a', desired, warned);
    expect(publish).toHaveBeenCalledTimes(before + 1);
    const { body } = await lifecycle.get('/environments/development');
    expect(body.plugins).toMatchObject([
      { pluginId: 'hello', health: 'serving', reason: warning },
    ]);
    expect(body.servingGeneration).toBe(1);
    expect((await lifecycle.rollout(id)).state).toBe('serving');
  });

  it('report logs, which are kept by plugin', async () => {
    await lifecycle.report('a', {
      hosts: [
        {
          pluginId: 'hello',
          specDigest: 'x',
          state: 'starting',
          restarts: 0,
          logs: Array.from({ length: 300 }, (_, i) => `line ${i}`),
        },
      ],
    });
    const { body } = await lifecycle.get(
      '/environments/development/plugins/hello/logs',
    );
    expect(body.replicas[0].lines).toHaveLength(200);
    expect(body.replicas[0].lines.at(-1)).toBe('line 299');
  });

  it('report what a plugin prints, also when it is no text', async () => {
    const answer = await lifecycle.report('a', {
      hosts: [
        {
          pluginId: 'hello',
          specDigest: 'x',
          state: 'failed',
          reason: { code: 'HOST_START_FAILED', message: 'no \0 luck' },
          restarts: 0,
          logs: ['a \0 b', 'cut \ud83d', '\ud83d\ude00'],
        },
      ],
    });
    expect(answer.status).toBe(204);
    const { body } = await lifecycle.get(
      '/environments/development/plugins/hello/logs',
    );
    const [replica] = body.replicas;
    expect(replica.lines).toEqual(['a \ufffd b', 'cut \ufffd', '\ud83d\ude00']);
  });
});
