import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import { HOST_EXIT } from '../protocol/hostStatus';
import { exitError } from './exitError';
import type { HostLog } from './HostLog';

const wanted = {
  packages: [{ name: '@test/hello-backend', version: '1.0.0' }],
} as DesiredHost;

function endedWith(...lines: string[]): string {
  const log = { tail: () => lines } as HostLog;
  const exit = { code: HOST_EXIT.startFailed };
  return exitError({ log, outOfMemory: undefined }, wanted, exit).message;
}

describe('exitError', () => {
  it('finds the newest failure that the host has told', () => {
    expect(
      endedWith('{"failure":"older"}', '{"failure":"newer"}', 'not JSON'),
    ).toContain('failed to start: newer');
  });

  it.each(['{"failure":{"toString":1}}', '{"failure":["x"]}', 'null', '7'])(
    'takes nothing that a plugin has written for one that is none: %s',
    line => {
      expect(endedWith(line)).toContain('failed to start: see the log');
    },
  );
});
