import { usePortal } from '../testUtils/usePortal';

const ENVIRONMENT = '/api/lifecycle/v1/environments/development';

describe('logs', () => {
  const { portal, cli } = usePortal();

  it('shows what the hosts wrote, and does not take an unknown plugin for a silent one', async () => {
    portal.on(`GET ${ENVIRONMENT}`, {
      body: { plugins: [{ pluginId: 'quiet' }, { pluginId: 'radar' }] },
    });
    const wrote = (lines: string[]) => ({
      body: { replicas: [{ replicaId: 'a', lines }] },
    });
    portal.on(`GET ${ENVIRONMENT}/plugins/radar/logs`, wrote(['beep']));
    portal.on(`GET ${ENVIRONMENT}/plugins/quiet/logs`, wrote([]));
    portal.on(`GET ${ENVIRONMENT}/plugins/nope/logs`, wrote([]));
    const logs = (id: string) => cli('logs', 'development', id);
    expect((await logs('radar')).stdout).toBe('beep\n');
    expect((await logs('quiet')).stdout).toBe('No lines.\n');
    expect(await logs('nope')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        "PLUGIN_NOT_INSTALLED: The plugin 'nope' is not installed in 'development': there is quiet, radar\n",
    });
  });

  it('status does not take an unknown environment for an empty one', async () => {
    portal.on('GET /api/lifecycle/v1/environments', {
      body: { items: [{ name: 'development', plugins: [] }] },
    });
    const status = (name: string) => cli('status', '--environment', name);
    expect((await status('development')).stdout).toBe(
      'No plugin is installed.\n',
    );
    expect(await status('nope')).toMatchObject({
      exitCode: 1,
      stderr:
        "ENVIRONMENT_NOT_FOUND: There is no environment 'nope': there is development\n",
    });
  });
});
