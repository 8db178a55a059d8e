import { interrupted } from '../runtime/interrupted';
import { plan } from '../testUtils/plan';
import { runCli } from '../testUtils/runCli';
import { usePortal } from '../testUtils/usePortal';

const LIFECYCLE = '/api/lifecycle/v1/environments';

describe('apply', () => {
  const { portal, cli } = usePortal();

  function serveRollout(...states: Array<Record<string, unknown>>) {
    portal.on('GET /api/lifecycle/v1/plans/p1', { body: plan });
    portal.on(`POST ${LIFECYCLE}/development/rollouts`, {
      status: 202,
      body: { id: 'r1', state: 'fetching' },
    });
    let turn = 0;
    portal.on('GET /api/lifecycle/v1/rollouts/r1', () => {
      const state = states[Math.min(turn, states.length - 1)];
      turn += 1;
      return {
        body: { id: 'r1', environment: 'development', steps: [], ...state },
      };
    });
  }

  it('finds the plan, sends its hash, and waits until it serves', async () => {
    serveRollout(
      {
        state: 'starting',
        steps: [{ state: 'starting', pluginId: 'radar' }],
      },
      {
        state: 'serving',
        steps: [{ state: 'starting', pluginId: 'radar' }, { state: 'serving' }],
      },
    );
    const { exitCode, stderr } = await cli('apply', 'p1', '--wait');
    expect(exitCode).toBe(0);
    expect(stderr).toBe('  starting radar\n  serving\n');
    const start = portal.requests.find(request => request.method === 'POST');
    expect(JSON.parse(String(start?.body))).toEqual({
      planId: 'p1',
      planHash: 'h1',
    });
  });

  it('stops on Ctrl-C, saying that the rollout goes on', async () => {
    serveRollout({ state: 'starting' });
    const stop = new AbortController();
    portal.on('GET /api/lifecycle/v1/rollouts/r1', () => {
      setTimeout(() => stop.abort(interrupted()), 50);
      return { body: { id: 'r1', state: 'starting', steps: [] } };
    });
    const args = ['apply', 'p1', '--wait', '--json', '--url', portal.url];
    const { exitCode, stdout, stderr } = await runCli(
      args,
      {},
      '/',
      undefined,
      stop.signal,
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).error.code).toBe('INTERRUPTED');
    expect(stderr).toBe(
      'INTERRUPTED: Stopped. The rollout goes on; look again with: sceneshift status r1\n',
    );
  });

  it('ends with 1 and the reason and log of what failed', async () => {
    serveRollout({
      state: 'rolledBack',
      reason: { code: 'HOST_START_FAILED', message: 'radar threw' },
      logs: ['boom'],
    });
    const { exitCode, stdout, stderr } = await cli('apply', 'p1', '--wait');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('  | boom');
    expect(stderr).toBe('HOST_START_FAILED: radar threw\n');
  });

  it.each([
    ['apply', 'plan', 'sceneshift plan'],
    ['status', 'rollout', 'sceneshift apply'],
  ])('names the argument that is no id: %s', async (name, noun, source) => {
    portal.on(`GET /api/lifecycle/v1/${noun}s/radar`, {
      status: 400,
      body: { code: 'INPUT_INVALID', detail: 'must match format "uuid"' },
    });
    expect(await cli(name, 'radar')).toMatchObject({
      exitCode: 2,
      stderr: `INPUT_INVALID: ${noun}Id 'radar' is not the id of a ${noun}: give the UUID that '${source}' prints\n`,
    });
  });

  it('says so when the plan is not known', async () => {
    serveRollout({});
    expect(await cli('apply', 'p2')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('NOT_FOUND'),
    });
  });
});
