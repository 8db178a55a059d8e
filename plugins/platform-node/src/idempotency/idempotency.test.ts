import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { migrateRoomTables } from '../database/platformDatabase';
import { problemErrorHandler } from '../http/problems';
import type { Principal } from '../principals/types';
import { idempotency, keepInstead } from './idempotency';

const HOUR_MS = 3_600_000;

describe('idempotency', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const logger = mockServices.logger.mock();
  let database: Knex;
  let now: Date;
  let worked: number;
  let gate: Promise<void> | undefined;

  beforeAll(async () => {
    database = await databases.init('POSTGRES_18');
    await migrateRoomTables(database);
  }, 60_000);

  beforeEach(async () => {
    now = new Date('2026-11-21T09:00:00Z');
    worked = 0;
    gate = undefined;
    await database('kept_answers').delete();
  });

  /** Callers are API keys named by the header `x-caller`. */
  const principals = {
    fromRequest: async ({ headers }: express.Request): Promise<Principal> => ({
      kind: 'api-key',
      organizationId: 'acme',
      keyId: String(headers['x-caller'] ?? 'ci'),
      name: 'ci',
      scopes: ['admin'],
    }),
  };

  const app = express();
  app.use('/raw', express.raw({ type: () => true }));
  app.use(express.json());
  app.use((req, res, next) =>
    idempotency({
      database,
      principals,
      logger,
      now: () => now,
      renewEveryMs: 20,
    })(req, res, next),
  );
  app.post('/things', async (req, res) => {
    await gate;
    worked += 1;
    res.status(201).json({ z: worked, name: req.body.name });
  });
  app.post('/raw', (_req, res) => {
    worked += 1;
    res.type('application/json').end(Buffer.from('{"b":1,"a":2}'));
  });
  app.post('/nothing', (_req, res) => {
    worked += 1;
    res.status(204).end();
  });
  app.post('/secrets', (_req, res) => {
    keepInstead(res, { id: 7 });
    res.status(201).json({ id: 7, secret: 'hunter2' });
  });
  app.post('/refused', () => {
    worked += 1;
    throw new SceneshiftError('FORBIDDEN', 'Not today');
  });
  app.get('/things', (_req, res) => {
    worked += 1;
    res.json({});
  });
  app.use(problemErrorHandler({ logger }));

  const post = (path: string, key: string, body: object | string = {}) =>
    request(app).post(path).set('Idempotency-Key', key).send(body);

  it('works on a request once and repeats its answer, to the byte', async () => {
    const first = await post('/things', 'k', { name: 'a', size: 1 });
    const again = await post('/things', 'k', { size: 1, name: 'a' });
    expect(first.text).toBe('{"z":1,"name":"a"}');
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.type).toBe('application/json');
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(worked).toBe(1);
  });

  it('refuses the key with another body', async () => {
    await post('/things', 'k', { name: 'a' });
    const other = await post('/things', 'k', { name: 'b' });
    expect(other.status).toBe(422);
    expect(JSON.parse(other.text).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(worked).toBe(1);
  });

  it('compares bytes where a route takes them, and repeats answers without a body', async () => {
    const raw = async (body: string) => (await post('/raw', 'k', body)).status;
    expect([await raw('x'), await raw('x'), await raw('y')]).toEqual([
      200, 200, 422,
    ]);
    expect((await post('/raw', 'k', 'x')).text).toBe('{"b":1,"a":2}');
    expect((await post('/nothing', 'k')).status).toBe(204);
    expect((await post('/nothing', 'k')).status).toBe(204);
    expect(worked).toBe(2);
  });

  it('answers 409 to those that come while the first is being worked on', async () => {
    let open = () => {};
    gate = new Promise(resolve => {
      open = resolve;
    });
    const all = Array.from({ length: 8 }, () => post('/things', 'k').then());
    const early = await Promise.race(all);
    expect(early.status).toBe(409);
    expect(JSON.parse(early.text).code).toBe('IDEMPOTENCY_KEY_IN_USE');
    expect(early.headers['retry-after']).toBe('1');
    open();
    await Promise.all(all);
    expect(worked).toBe(1);
    expect((await post('/things', 'k')).status).toBe(201);
  });

  it('works on a request once, however long it takes and whether its caller stays', async () => {
    let open = () => {};
    gate = new Promise(resolve => {
      open = resolve;
    });
    const patient = post('/things', 'patient').then();
    const gone = post('/things', 'gone').timeout(300).then();
    await expect(gone).rejects.toThrow(/Timeout/);
    for (let minutes = 0; minutes < 5; minutes++) {
      now = new Date(now.getTime() + 60_000);
      await renewed(now);
    }
    expect((await post('/things', 'patient')).status).toBe(409);
    expect((await post('/things', 'gone')).status).toBe(409);
    open();
    expect((await patient).status).toBe(201);
    expect(await settled('gone')).toBe(201);
    expect(worked).toBe(2);
  });

  /** The answer of a request whose caller is gone is there when it is there. */
  async function settled(key: string): Promise<number> {
    for (let tries = 0; tries < 100; tries++) {
      const { status } = await post('/things', key);
      if (status !== 409) return status;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    throw new Error('Not answered');
  }

  /** A process that dies renews nothing any more; its claims are those of nobody. */
  async function renewed(since: Date): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      const stale = await database('kept_answers')
        .whereNull('status')
        .where('created_at', '<', since);
      if (!stale.length) return;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    throw new Error('Not renewed');
  }

  it('forgets answers after 24 hours, and requests whose process died after two minutes', async () => {
    await post('/things', 'k');
    now = new Date(now.getTime() + 24 * HOUR_MS);
    await post('/things', 'k');
    expect(worked).toBe(1);
    now = new Date(now.getTime() + 1);
    await post('/things', 'k');
    expect(worked).toBe(2);

    await database('kept_answers').update({ status: null });
    expect((await post('/things', 'k')).status).toBe(409);
    now = new Date(now.getTime() + 121_000);
    expect((await post('/things', 'k')).status).toBe(201);
    expect(worked).toBe(3);
  });

  it('keeps no refusal, and nothing of other callers, paths, methods and keys', async () => {
    await post('/refused', 'k');
    await post('/refused', 'k');
    expect(worked).toBe(2);
    await post('/things', 'k');
    await post('/things', 'l');
    await post('/things', 'k').set('x-caller', 'other');
    await post('/nothing', 'k');
    await request(app).post('/things').send({});
    await request(app).get('/things').set('Idempotency-Key', 'k');
    expect(worked).toBe(8);
  });

  it('stores no secret that an answer shows once', async () => {
    expect((await post('/secrets', 'k')).body.secret).toBe('hunter2');
    expect((await post('/secrets', 'k')).text).toBe('{"id":7}');
    const rows = await database('kept_answers');
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });

  it.each(['', 'two words', 'x'.repeat(256)])(
    'refuses the key %p',
    async key => {
      const answer = await post('/things', key);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text).field).toBe('Idempotency-Key');
      expect(worked).toBe(0);
    },
  );
});
