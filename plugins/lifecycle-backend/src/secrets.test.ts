import { ADMIN, TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const SECRETS = '/api/lifecycle/v1/environments/development/secrets';

describe('a secret', () => {
  let lifecycle: TestLifecycle;

  beforeAll(async () => {
    lifecycle = await TestLifecycle.start();
  });
  afterAll(() => lifecycle.stop());

  it('is deleted once, and one that there is not, never', async () => {
    const remove = (name: string) =>
      lifecycle.api.delete(`${SECRETS}/${name}`).set('Authorization', ADMIN);
    await lifecycle.api
      .put(`${SECRETS}/token`)
      .set('Authorization', ADMIN)
      .send({ value: 'one' });
    expect((await remove('token')).status).toBe(204);
    for (const name of ['token', 'NOPE']) {
      expect((await remove(name)).body).toMatchObject({
        status: 404,
        code: 'SECRET_NOT_FOUND',
        detail: expect.stringContaining(`no secret '${name}'`),
      });
    }
  });
});
