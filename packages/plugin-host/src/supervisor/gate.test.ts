import { setTimeout as sleep } from 'node:timers/promises';
import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import { passGate } from './gate';
import type { HostProcess } from './HostProcess';

describe('passGate', () => {
  it('asks a host that has ended no more', async () => {
    const status = jest.fn(async () => undefined);
    const host = {
      socket: { status },
      log: { tail: () => [] },
      exited: sleep(50, { code: 7 }),
    } as unknown as HostProcess;
    const wanted = {
      packages: [{ name: '@test/hello-backend', version: '1.0.0' }],
    } as DesiredHost;
    const { signal } = new AbortController();
    const passed = passGate(host, wanted, { timeoutMs: 2_000, signal });
    await expect(passed).rejects.toMatchObject({ code: 'HOST_EXITED' });

    const asked = status.mock.calls.length;
    await sleep(200);
    expect(status.mock.calls.length - asked).toBeLessThanOrEqual(1);
  });
});
