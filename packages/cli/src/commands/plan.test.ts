import { createMockDirectory } from '@backstage/backend-test-utils';
import { plan } from '../testUtils/plan';
import { usePortal } from '../testUtils/usePortal';

const LIFECYCLE = '/api/lifecycle/v1/environments';

describe('plan', () => {
  const directory = createMockDirectory();
  const { portal, cli, sent } = usePortal();

  it('sends one change with versions and configuration, and shows the difference', async () => {
    directory.setContent({
      'config.yaml': 'radar:\n  url: http://a\n  n: 1\n',
    });
    portal.on(`POST ${LIFECYCLE}/development/plans`, {
      status: 201,
      body: plan,
    });
    const { exitCode, stdout } = await cli(
      'plan',
      'development',
      'upgrade',
      'radar',
      ...['--package', '@a/radar=2.0.0', '--package', '@a/b=latest'],
      ...['--config', directory.resolve('config.yaml')],
      ...['--set', 'radar.url=http://b', '--set', 'radar.on=true'],
    );
    expect(exitCode).toBe(0);
    expect(sent()).toEqual({
      changes: [
        {
          action: 'upgrade',
          pluginId: 'radar',
          packages: { '@a/radar': '2.0.0', '@a/b': 'latest' },
          config: { radar: { url: 'http://b', n: 1, on: true } },
        },
      ],
    });
    expect(stdout).toContain('@a/radar  1.0.0  2.0.0');
    expect(stdout).toContain('configuration added: radar.url');
    expect(stdout).toContain('sceneshift apply p1 --wait');
  });

  it('keeps the values that it is not told to set', async () => {
    const values = { radar: { url: 'u', size: 3 } };
    portal.on(`POST ${LIFECYCLE}/development/plans`, {
      body: { ...plan, configForms: [{ pluginId: 'radar', values }] },
    });
    const { exitCode } = await cli(
      'plan',
      'development',
      'configure',
      'radar',
      '--set',
      'radar.size=4',
    );
    expect(exitCode).toBe(0);
    expect(sent(1).changes).toMatchObject([
      { action: 'configure', config: { radar: { url: 'u', size: 4 } } },
    ]);
  });

  it('ends with 3 when something blocks it, after showing it', async () => {
    const problem = {
      severity: 'blocking',
      code: 'CONFIG_REQUIRED',
      message: 'radar.url is missing',
    };
    portal.on(`POST ${LIFECYCLE}/development/plans`, {
      body: { ...plan, problems: [problem] },
    });
    const { exitCode, stdout, stderr } = await cli(
      'plan',
      'development',
      'install',
      'radar',
    );
    expect(exitCode).toBe(3);
    expect(stdout).toContain('blocking: CONFIG_REQUIRED');
    expect(stdout).not.toContain('sceneshift apply');
    expect(stderr).toBe('CONFIG_REQUIRED: radar.url is missing\n');
    const forPrograms = await cli(
      ...['plan', 'development', 'install', 'radar', '--json'],
    );
    expect(JSON.parse(forPrograms.stdout).problems).toEqual([problem]);
  });
});
