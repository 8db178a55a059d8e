import { runCli } from '../testUtils/runCli';
import { usePortal } from '../testUtils/usePortal';

const LIFECYCLE = '/api/lifecycle/v1/environments';

describe('secrets', () => {
  const { portal } = usePortal();

  it('takes a secret from standard input only', async () => {
    const path = `${LIFECYCLE}/development/secrets/token`;
    portal.on(`PUT ${path}`, { status: 204 });
    const args = ['secrets', 'set', 'development', 'token'];
    const env = { SCENESHIFT_URL: portal.url };
    expect(await runCli(args, env)).toMatchObject({ exitCode: 2 });
    expect(await runCli(args, env, '/', ['s3', 'cret\n'])).toEqual({
      exitCode: 0,
      stdout: 'stored token\n',
      stderr: '',
    });
    expect(String(portal.requests[0]?.body)).toBe('{"value":"s3cret"}');
  });
});
