import { usePortal } from '../testUtils/usePortal';

const upgrade = {
  from: '1.54.0',
  to: '1.55.0',
  ok: false,
  summary: 'From 1.54.0 to 1.55.0: 1 stay, 1 move, 1 block',
  stay: [{ name: 'stays', version: '1.0.0' }],
  move: [
    { name: 'moves', from: '1.0.0', to: '1.1.0', reason: '', ahead: true },
  ],
  block: [{ name: 'ends', version: '1.0.0', reason: 'It ends. (1)\nSo, no.' }],
  warnings: [],
};

const hello = {
  name: 'hello',
  version: '1.0.0',
  kind: 'package',
  reasons: ['shop needs it (^1.0.0)'],
  neededBy: ['shop'],
};

describe('planning', () => {
  const { portal, cli } = usePortal();

  it('tells what stays, moves and blocks on the way to a release, and ends with 3 when something does', async () => {
    portal.on('POST /api/resolver/v1/upgrades', ({ body }) => {
      const asked = JSON.parse(body.toString());
      const { environment, to } = asked;
      return { body: { ...upgrade, ok: to === '1.56.0', environment } };
    });
    const args = ['plan', 'development', 'upgrade', '--release'];
    const { stdout, stderr, exitCode } = await cli(...args, '1.55.0');
    expect(exitCode).toBe(3);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      [
        'From 1.54.0 to 1.55.0: 1 stay, 1 move, 1 block',
        '',
        'PACKAGE  FROM   TO     WHEN',
        'moves    1.0.0  1.1.0  now, works in both',
        '',
        'ends 1.0.0 blocks:',
        '  It ends. (1)',
        '  So, no.',
        '',
      ].join('\n'),
    );
    const free = await cli(...args, '1.56.0', '--json');
    expect(free.exitCode).toBe(0);
    expect(JSON.parse(free.stdout)).toMatchObject({
      environment: 'development',
    });
  });

  it.each([
    [['plan', 'development', 'upgrade']],
    [['plan', 'development', 'upgrade', 'radar', '--release', '1.55.0']],
    [['plan', 'development', 'remove', '--release', '1.55.0']],
  ])('does not guess what %j means', async args => {
    expect(await cli(...args)).toMatchObject({ exitCode: 2, stdout: '' });
    expect(portal.requests).toEqual([]);
  });

  it('tells why a package is here', async () => {
    portal.on('GET /api/resolver/v1/graph', {
      body: { backstageRelease: '1.55.0', nodes: [hello], edges: [] },
    });
    expect(await cli('why', 'development', 'hello')).toMatchObject({
      exitCode: 0,
      stdout:
        'hello 1.0.0\nshop needs it (^1.0.0)\nWithout it these stop working: shop\n',
    });
    portal.on('POST /api/resolver/v1/resolve', {
      body: {
        ok: false,
        explanation: 'So, because shop 1.0.0 requires hello ^1.0.0, …',
        fixes: [{ description: 'Choose shop 2.0.0' }],
      },
    });
    expect(await cli('why', 'development', 'hello', '--newer')).toMatchObject({
      exitCode: 0,
      stdout:
        'So, because shop 1.0.0 requires hello ^1.0.0, …\nfix: Choose shop 2.0.0\n',
    });
    expect(JSON.parse(String(portal.requests.at(-1)?.body))).toMatchObject({
      roots: { hello: '>1.0.0' },
      installed: { hello: '1.0.0' },
    });
    expect(await cli('why', 'development', 'nothing')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("'nothing' is not installed"),
    });
  });

  it('tells what a removal breaks, and ends with 3 when it breaks something', async () => {
    portal.on('GET /api/lifecycle/v1/environments/development', {
      body: { plugins: [{ pluginId: 'hello', packages: [hello] }] },
    });
    portal.on('POST /api/resolver/v1/impact', {
      body: {
        remove: ['hello'],
        breaks: [{ name: 'shop', reason: 'shop 1.0.0 needs hello' }],
        weakens: [],
        summary: 'Without hello, 1 installed package stops working: shop',
      },
    });
    expect(await cli('impact', 'development', 'hello')).toMatchObject({
      exitCode: 3,
      stdout:
        'Without hello, 1 installed package stops working: shop.\n  shop 1.0.0 needs hello\n',
    });
    expect(await cli('impact', 'development', 'shop')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('PLUGIN_NOT_INSTALLED'),
    });
  });
});
