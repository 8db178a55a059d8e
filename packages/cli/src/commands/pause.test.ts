import { usePortal } from '../testUtils/usePortal';

const ENVIRONMENT = '/api/lifecycle/v1/environments/development';

describe('pause and resume', () => {
  const { portal, cli, sent } = usePortal();

  it('need a reason, and say what becomes of hosts and of a rollout', async () => {
    portal.on(`POST ${ENVIRONMENT}/pause`, {
      body: {
        name: 'development',
        activeRolloutId: 'r1',
        paused: { reason: 'Audit', stopHosts: true },
      },
    });
    portal.on(`POST ${ENVIRONMENT}/resume`, { body: { name: 'development' } });
    expect((await cli('pause', 'development')).exitCode).toBe(2);
    const paused = await cli(
      'pause',
      'development',
      '--reason',
      'Audit',
      '--stop-hosts',
    );
    expect(paused.stdout).toBe(
      'paused development, its hosts are stopped; rollout r1 goes on to its end first\n',
    );
    expect(sent()).toEqual({
      reason: 'Audit',
      stopHosts: true,
    });
    expect((await cli('resume', 'development')).stdout).toBe(
      'resumed development\n',
    );
  });
});
