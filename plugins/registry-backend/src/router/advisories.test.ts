import { NAME, PACKAGE } from '../__testUtils__/HelloRegistry';
import { useHelloRegistry } from '../__testUtils__/useHelloRegistry';

jest.setTimeout(60_000);

describe('an advisory', () => {
  const registry = useHelloRegistry();

  const advisory = {
    id: 'ACME-2026-1',
    packageName: NAME,
    range: '<1.1.0 || 1.2.0-beta',
    severity: 'high',
    title: 'Anyone may read everything',
  };

  it('shows at every version in its range', async () => {
    const { status, body } = await registry.acme.post('/advisories', advisory);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...advisory, affected: ['1.0.0'] });
    const { body: version } = await registry.acme.get(
      `${PACKAGE}/versions/1.0.0`,
    );
    expect(version.advisories).toEqual([
      { id: 'ACME-2026-1', severity: 'high', title: advisory.title },
    ]);
    const { body: other } = await registry.acme.get(
      `${PACKAGE}/versions/1.1.0`,
    );
    expect(other.advisories).toBeUndefined();
  });

  it('changes when it is recorded again with other words, and not with the same', async () => {
    const spaced = { ...advisory, title: ` ${advisory.title}\n` };
    const again = await registry.acme.post('/advisories', spaced);
    const wider = { ...advisory, range: '<1.2.0' };
    const revised = await registry.acme.post('/advisories', wider);
    expect([again.status, revised.status]).toEqual([200, 200]);
    expect(revised.body.affected).toEqual(['1.0.0', '1.1.0']);
    const actions = await registry.hello.rows('audit_log', {
      subject: advisory.id,
    });
    expect(actions.map(({ action }: { action: string }) => action)).toEqual([
      'registry.advisory.recorded',
      'registry.advisory.revised',
    ]);
  });

  it('stays on record when it is withdrawn, and counts no more', async () => {
    const path = `/advisories/${advisory.id}`;
    expect((await registry.acme.delete(path)).status).toBe(204);
    const { body } = await registry.acme.get(path);
    expect(body.withdrawnAt).toEqual(expect.any(String));
    const { body: version } = await registry.acme.get(
      `${PACKAGE}/versions/1.0.0`,
    );
    expect(version.advisories).toBeUndefined();
    // A feed that sends it again does not overrule who withdrew it.
    const fed = await registry.acme.post('/advisories', advisory);
    expect(fed.body.withdrawnAt).toEqual(expect.any(String));
    const back = { ...advisory, withdrawn: false };
    const { body: reinstated } = await registry.acme.post('/advisories', back);
    expect(reinstated.withdrawnAt).toBeUndefined();
  });

  it('is listed, by package too', async () => {
    const other = await registry.hello.publish({
      name: '@acme/lib',
      backstage: undefined,
    });
    await registry.acme.post('/advisories', {
      ...advisory,
      id: 'ACME-2026-2',
      packageName: other.name,
    });
    const all = await registry.acme.get('/advisories?limit=1');
    expect(all.body.items).toMatchObject([{ id: 'ACME-2026-1' }]);
    const next = await registry.acme.get(
      `/advisories?limit=1&cursor=${all.body.nextCursor}`,
    );
    expect(next.body.items).toMatchObject([{ id: 'ACME-2026-2' }]);
    const of = await registry.acme.get('/advisories?package=@acme/lib');
    expect(of.body.items).toHaveLength(1);
    expect((await registry.hello.globex.get('/advisories')).body.items).toEqual(
      [],
    );
  });

  it.each([
    ['INPUT_INVALID', { range: 'latest' }],
    ['INPUT_INVALID', { range: ' ' }],
    ['INPUT_INVALID', { range: '<1.0.0 || ' }],
    ['INPUT_INVALID', { title: '\t' }],
    ['INPUT_INVALID', { severity: 'awful' }],
    ['INPUT_INVALID', { url: 'file:///etc/passwd' }],
    ['PACKAGE_NOT_FOUND', { packageName: '@acme/unknown' }],
    ['ADVISORY_EXISTS', { packageName: '@acme/lib' }],
  ])('is refused with %s for %j', async (code, wrong) => {
    const { body } = await registry.acme.post('/advisories', {
      ...advisory,
      ...wrong,
    });
    expect(body.code).toBe(code);
  });
});
