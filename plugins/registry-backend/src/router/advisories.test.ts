import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  BASELINES,
  HelloRegistry,
  NAME,
  PACKAGE,
} from '../__testUtils__/HelloRegistry';
import type { RegistryClient } from '../__testUtils__/RegistryClient';

jest.setTimeout(60_000);

describe('an advisory', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const baselines = createMockDirectory({ content: BASELINES });
  let hello: HelloRegistry;
  let acme: RegistryClient;

  beforeAll(async () => {
    hello = await HelloRegistry.start(databases, { artifacts, baselines });
    acme = hello.acme;
  });

  afterAll(() => hello.stop());

  const advisory = {
    id: 'ACME-2026-1',
    packageName: NAME,
    range: '<1.1.0 || 1.2.0-beta',
    severity: 'high',
    title: 'Anyone may read everything',
  };

  it('shows at every version in its range', async () => {
    const { status, body } = await acme.post('/advisories', advisory);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...advisory, affected: ['1.0.0'] });
    const { body: version } = await acme.get(`${PACKAGE}/versions/1.0.0`);
    expect(version.advisories).toEqual([
      { id: 'ACME-2026-1', severity: 'high', title: advisory.title },
    ]);
    const { body: other } = await acme.get(`${PACKAGE}/versions/1.1.0`);
    expect(other.advisories).toBeUndefined();
  });

  it('changes when it is recorded again with other words, and not with the same', async () => {
    const again = await acme.post('/advisories', advisory);
    const wider = { ...advisory, range: '<1.2.0' };
    const revised = await acme.post('/advisories', wider);
    expect([again.status, revised.status]).toEqual([200, 200]);
    expect(revised.body.affected).toEqual(['1.0.0', '1.1.0']);
    const actions = await hello.rows('audit_log', { subject: advisory.id });
    expect(actions.map(({ action }: { action: string }) => action)).toEqual([
      'registry.advisory.recorded',
      'registry.advisory.revised',
    ]);
  });

  it('stays on record when it is withdrawn, and counts no more', async () => {
    const path = `/advisories/${advisory.id}`;
    expect((await acme.delete(path)).status).toBe(204);
    const { body } = await acme.get(path);
    expect(body.withdrawnAt).toEqual(expect.any(String));
    const { body: version } = await acme.get(`${PACKAGE}/versions/1.0.0`);
    expect(version.advisories).toBeUndefined();
    // A feed that sends it again does not overrule who withdrew it.
    const fed = await acme.post('/advisories', advisory);
    expect(fed.body.withdrawnAt).toEqual(expect.any(String));
    const back = { ...advisory, withdrawn: false };
    const { body: reinstated } = await acme.post('/advisories', back);
    expect(reinstated.withdrawnAt).toBeUndefined();
  });

  it('is listed, by package too', async () => {
    const other = await hello.publish({
      name: '@acme/lib',
      backstage: undefined,
    });
    await acme.post('/advisories', {
      ...advisory,
      id: 'ACME-2026-2',
      packageName: other.name,
    });
    const all = await acme.get('/advisories?limit=1');
    expect(all.body.items).toMatchObject([{ id: 'ACME-2026-1' }]);
    const next = await acme.get(
      `/advisories?limit=1&cursor=${all.body.nextCursor}`,
    );
    expect(next.body.items).toMatchObject([{ id: 'ACME-2026-2' }]);
    const of = await acme.get('/advisories?package=@acme/lib');
    expect(of.body.items).toHaveLength(1);
    expect((await hello.globex.get('/advisories')).body.items).toEqual([]);
  });

  it.each([
    ['INPUT_INVALID', { range: 'latest' }],
    ['INPUT_INVALID', { severity: 'awful' }],
    ['INPUT_INVALID', { url: 'file:///etc/passwd' }],
    ['PACKAGE_NOT_FOUND', { packageName: '@acme/unknown' }],
    ['ADVISORY_EXISTS', { packageName: '@acme/lib' }],
  ])('is refused with %s for %j', async (code, wrong) => {
    const { body } = await acme.post('/advisories', {
      ...advisory,
      ...wrong,
    });
    expect(body.code).toBe(code);
  });
});
