import { TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const TIMEOUT_MS = 2_000;
const sceneshift = { replicas: { timeout: { milliseconds: TIMEOUT_MS } } };

describe('two supervisors under one id', () => {
  let lifecycle: TestLifecycle;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start({ sceneshift });
  });

  afterEach(() => lifecycle.stop());

  const ask = (incarnation: string, more = '') =>
    lifecycle.desired(`?replica=a&incarnation=${incarnation}${more}`);

  const report = (incarnation: string, address = 'http://127.0.0.1:7100') =>
    lifecycle.reportAlone('a', { incarnation, address });

  const addresses = () => lifecycle.db('replicas').pluck('address');

  const since = (ms: number) =>
    lifecycle.db.raw(`now() - interval '${ms} milliseconds'`);

  /** Nobody was heard under the id for so long. */
  async function silent(ms: number): Promise<void> {
    await lifecycle
      .db('replica_polls')
      .update({ polled_at: since(ms), heard_at: since(ms) });
  }

  /** So long that whoever lives was heard. */
  const listened = () =>
    new Promise(resolve => setTimeout(resolve, TIMEOUT_MS));

  it('are one: the second is refused by name, and changes nothing', async () => {
    expect((await ask('one.5')).status).toBe(200);
    expect((await report('one.5')).status).toBe(204);
    await listened();
    await report('one.5');
    const refused = await ask('two.9');
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'REPLICA_ID_IN_USE',
      detail: expect.stringMatching(
        /'development' .* id 'a' \(http:\/\/127.0.0.1:7100\), which lives: give this one a --replica-id of its own, or stop the other one. 2 s after/,
      ),
    });
    const reported = await report('two.9', 'http://127.0.0.1:9999');
    expect(reported.body.code).toBe('REPLICA_ID_IN_USE');
    expect(await addresses()).toEqual(['http://127.0.0.1:7100']);
    expect((await ask('one.5')).status).toBe(200);
    expect((await report('one.5')).status).toBe(204);
  });

  it('that ask in one moment are not both let in', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, index) => ask(`directory-${index}.1`)),
    );
    const statuses = asked.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(7).fill(409)]);
  });

  it('on one directory are a restart: the later one takes over at once', async () => {
    await ask('one.5');
    await report('one.5');
    expect((await ask('one.6')).status).toBe(200);
    expect((await report('one.6')).status).toBe(204);
    for (const answer of [await ask('one.5'), await report('one.5')]) {
      expect(answer.body).toMatchObject({
        code: 'REPLICA_ID_IN_USE',
        detail: expect.stringContaining('started again later'),
      });
    }
  });

  it('follow each other when the first is gone, which then is refused', async () => {
    await ask('one.5');
    await report('one.5');
    await listened();
    await silent(TIMEOUT_MS + 100);
    expect((await ask('two.1')).status).toBe(200);
    expect((await report('two.1', 'http://127.0.0.1:9999')).status).toBe(204);
    expect((await report('one.5')).body.code).toBe('REPLICA_ID_IN_USE');
    expect((await ask('one.6')).body.code).toBe('REPLICA_ID_IN_USE');
    expect(await addresses()).toEqual(['http://127.0.0.1:9999']);
  });

  it('do not follow each other because nobody could hear the first', async () => {
    await ask('one.5');
    await silent(3_600_000);
    const { db, registry } = lifecycle;
    await lifecycle.stop();
    lifecycle = await TestLifecycle.start({ db, registry, sceneshift });
    expect((await ask('two.1')).body.code).toBe('REPLICA_ID_IN_USE');
    expect((await ask('one.5')).status).toBe(200);
  });

  it('do not follow each other because the clock that heard the first is late', async () => {
    await ask('one.5');
    await listened();
    await silent(TIMEOUT_MS + 100);
    expect((await report('one.5')).status).toBe(204);
    await lifecycle.db('replicas').update({ last_seen_at: since(3_600_000) });
    expect((await ask('two.1')).body.code).toBe('REPLICA_ID_IN_USE');
  });

  it('are not heard of by the report of the second', async () => {
    await ask('one.5');
    await listened();
    await silent(TIMEOUT_MS + 100);
    expect((await report('two.1')).body.code).toBe('REPLICA_ID_IN_USE');
    expect((await ask('two.1')).status).toBe(200);
  });

  it('tell the first, while it waits for a change, that it has lost its place', async () => {
    const { revision } = (await ask('one.5')).body;
    const waiting = ask('one.5', `&wait=2&revision=${revision}`).then(
      answer => answer,
    );
    await new Promise(resolve => setTimeout(resolve, 300));
    await ask('one.6');
    expect((await waiting).body.code).toBe('REPLICA_ID_IN_USE');
  });

  it('cannot be told apart when they do not say who they are, as before', async () => {
    expect((await lifecycle.desired('?replica=a')).status).toBe(200);
    expect((await ask('one.1')).status).toBe(200);
    await report('one.1');
    const { body } = await lifecycle.desired('?replica=a');
    expect(body.code).toBe('REPLICA_ID_IN_USE');
    expect((await ask('not-a-start')).status).toBe(400);
  });
});
