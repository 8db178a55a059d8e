import { TestDatabases } from '@backstage/backend-test-utils';
import { FakeRegistry } from '../__testUtils__/FakeRegistry';
import { TestResolver } from '../__testUtils__/TestResolver';
import { LIBRARY, releaseOf } from '../__testUtils__/versions';

jest.setTimeout(60_000);

const HELLO = '@acme/plugin-hello-backend';
const SHOP = '@acme/plugin-shop-backend';
const BLOG = '@acme/plugin-blog-backend';
const MAIL = '@acme/plugin-mail-backend';

const leak = { id: 'ACME-1', severity: 'high' as const, title: 'It leaks' };
const slow = { id: 'ACME-2', severity: 'moderate' as const, title: 'Slow' };

describe('yanked and vulnerable versions', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const registry = new FakeRegistry();
  let resolver: TestResolver;

  beforeAll(async () => {
    const hello = { name: HELLO, pluginId: 'hello' };
    const shop = { name: SHOP, pluginId: 'shop' };
    const blog = { name: BLOG, pluginId: 'blog' };
    registry.release(releaseOf('1.54.0', ['old'])).publish(
      { ...hello, version: '1.0.0', advisories: [leak] },
      { ...hello, version: '1.0.1' },
      { ...hello, version: '1.1.0', yanked: 'loses data' },
      { ...hello, version: '2.0.0', imports: { [LIBRARY]: ['new'] } },
      {
        ...shop,
        version: '1.0.0',
        relations: { requires: { [HELLO]: '1.0.0 || ^2.0.0' } },
      },
      {
        ...shop,
        version: '1.1.0',
        relations: { requires: { [HELLO]: '^1.0.1' } },
      },
      { ...blog, version: '1.0.0', advisories: [slow] },
      { ...blog, version: '1.1.0' },
      { name: MAIL, pluginId: 'mail', version: '1.0.0', advisories: [leak] },
    );
    resolver = await TestResolver.start(databases, registry, {
      installed: { [HELLO]: '1.0.0', [SHOP]: '1.0.0', [BLOG]: '1.0.0' },
      policy: { advisorySeverity: 'critical' },
    });
  });

  afterAll(() => resolver.stop());

  const plan = async (options: object, installed?: Record<string, string>) => {
    const environment = installed
      ? { backstageRelease: '1.54.0', installed }
      : 'development';
    const { body } = await resolver.post('/plans', {
      environment,
      request: { options },
    });
    return body;
  };

  it('are left where they are by a policy that puts up with them, and told of', async () => {
    const { answer, request } = await plan({});
    expect(request.options.advisorySeverity).toBe('critical');
    expect(answer).toMatchObject({ ok: true, changes: [] });
    expect(answer.warnings).toMatchObject([
      { code: 'ADVISORY', package: BLOG },
      { code: 'ADVISORY', package: HELLO },
    ]);
  });

  it('are fixed by the smallest change, whatever their severity', async () => {
    const first = await plan({ fixAdvisories: ['ACME-1'] });
    expect(first.answer).toMatchObject({
      ok: true,
      optimal: true,
      solution: { [HELLO]: '1.0.1', [SHOP]: '1.1.0', [BLOG]: '1.0.0' },
      changes: [
        { name: HELLO, reason: '1.0.0 has the advisory ACME-1 (high)' },
        { name: SHOP },
      ],
    });
    const second = await plan({ fixAdvisories: ['ACME-2'] });
    expect(second.answer.solution).toEqual({
      ...{ [HELLO]: '1.0.0', [SHOP]: '1.0.0' },
      [BLOG]: '1.1.0',
    });
    const both = await plan({ advisorySeverity: 'moderate' });
    expect(both.answer.changes).toHaveLength(3);
  });

  it('are named where nothing fixes them', async () => {
    const { answer } = await plan(
      { fixAdvisories: ['ACME-1'] },
      { [MAIL]: '1.0.0' },
    );
    expect(answer).toMatchObject({
      ok: false,
      explanation: expect.stringContaining('advisory ACME-1 (high)'),
    });
    const slip = await plan({ fixAdvisories: ['ACME-9'] });
    expect(slip).toMatchObject({
      code: 'INPUT_INVALID',
      detail: expect.stringContaining('/options/fixAdvisories/0'),
    });
  });

  it('are kept where they are installed and yanked, and chosen nowhere else', async () => {
    const { body } = await resolver.post('/resolve', {
      roots: { [HELLO]: '*' },
      installed: { [HELLO]: '1.1.0' },
    });
    expect(body).toMatchObject({
      solution: { [HELLO]: '1.1.0' },
      warnings: [{ code: 'YANKED', version: '1.1.0' }],
    });
    const anew = await resolver.post('/resolve', { roots: { [HELLO]: '*' } });
    expect(anew.body.solution).toEqual({ [HELLO]: '1.0.1' });
    const exact = await resolver.post('/resolve', {
      roots: { [HELLO]: '1.1.0' },
    });
    expect(exact.body.explanation).toContain(`${HELLO} 1.1.0 was yanked`);
  });
});
