import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { ADMIN, TestLifecycle } from '../__testUtils__/TestLifecycle';
import { publishHello } from '../__testUtils__/publishHello';

jest.setTimeout(60_000);

const DEPLOY_KEY = 'Bearer ssk_test_admin';

describe('people', () => {
  const received: Array<{ headers: IncomingHttpHeaders; body: unknown }> = [];
  const backend = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await json(request) });
    response.end('[]');
  });
  let lifecycle: TestLifecycle;

  beforeAll(async () => {
    backend.listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const { port } = backend.address() as AddressInfo;
    const notificationsUrl = `http://127.0.0.1:${port}/api/notifications`;
    lifecycle = await TestLifecycle.start({ notificationsUrl });
    await publishHello(lifecycle.registry, '1.0.0');
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await publishHello(lifecycle.registry, '2.0.0');
  });

  beforeEach(() => received.splice(0));

  afterAll(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
    backend.close();
  });

  async function upgrade(auth: string) {
    const plan = await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' });
    const { body } = await lifecycle.post(
      '/environments/development/rollouts',
      { planId: plan.id, planHash: plan.hash },
      auth,
    );
    await lifecycle.untilReleased(body.id);
    return body as { id: string; toGeneration: number };
  }

  const reports = (
    generation: number,
    state: 'failed' | 'rolledBack',
    rolloutId?: string,
  ) =>
    lifecycle.report('a', {
      generation: 1,
      rollout: {
        rolloutId,
        generation,
        state,
        reason: {
          code: 'HOST_CRASH_LOOP',
          message: 'The host ended 3 times in 60 s',
          pluginId: 'hello',
        },
      },
    });

  it('hear of a generation that they brought into service and that was taken back, by event, notification and audit', async () => {
    const { id, toGeneration } = await upgrade(ADMIN);
    await lifecycle.converge();
    await lifecycle.until(id, 'serving');
    await reports(toGeneration, 'rolledBack');
    await lifecycle.eventually(() => expect(received).toHaveLength(1));
    expect(received[0]!.headers.authorization).toMatch(/^Bearer /);
    expect(received[0]!.body).toEqual({
      recipients: { type: 'entity', entityRef: 'user:default/mock' },
      payload: {
        title: `development: generation ${toGeneration} was rolled back, generation 1 serves`,
        description: 'hello on a: The host ended 3 times in 60 s',
        link: '/environments/development/rollouts',
        severity: 'high',
        topic: 'lifecycle:development',
        scope: `lifecycle:rollout:${id}`,
      },
    });
    const data = { rolloutId: id, reason: { code: 'HOST_CRASH_LOOP' } };
    // Noted once all have heard of it, which is after the first has.
    await lifecycle.eventually(async () => {
      const [event] = await lifecycle
        .db('outbox_events')
        .where({ type: 'lifecycle.rollout.rolled-back' });
      expect(event.published_at).not.toBeNull();
      expect(event.envelope).toMatchObject({ data });
    });
    const [audit] = await lifecycle
      .db('audit_log')
      .where({ action: 'lifecycle.rollout.rolled-back' });
    expect(audit).toMatchObject({
      subject: `development#${toGeneration}`,
      details: data,
    });
  });

  it('all hear of a rollout that failed and that no person has started', async () => {
    const { id, toGeneration } = await upgrade(DEPLOY_KEY);
    await reports(toGeneration, 'failed', id);
    await lifecycle.eventually(() => expect(received).toHaveLength(1));
    expect(received[0]!.body).toMatchObject({
      recipients: { type: 'broadcast' },
      payload: {
        title: `development: generation ${toGeneration} did not come into service, generation 1 serves`,
      },
    });
  });
});
