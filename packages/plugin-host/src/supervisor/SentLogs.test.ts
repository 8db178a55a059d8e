import type { ReplicaStatus } from '@sceneshift/backstage-plugin-lifecycle-common';
import { SentLogs } from './SentLogs';

const status = (...logs: string[]): ReplicaStatus => ({
  address: 'http://127.0.0.1:7100',
  backstageRelease: '1.55.0',
  revision: 'r1',
  generation: 1,
  hosts: [
    {
      pluginId: 'hello',
      specDigest: 'x',
      state: 'serving',
      restarts: 0,
      logs,
    },
  ],
});

describe('SentLogs', () => {
  it('sends lines until they were delivered, and again when there are new ones', () => {
    const sent = new SentLogs();
    const first = status('a');
    expect(sent.withoutKnown(first).hosts[0]?.logs).toEqual(['a']);
    expect(sent.withoutKnown(first).hosts[0]?.logs).toEqual(['a']);
    sent.delivered(first);
    expect(sent.withoutKnown(first).hosts[0]).not.toHaveProperty('logs');
    const second = status('a', 'b');
    expect(sent.withoutKnown(second).hosts[0]?.logs).toEqual(['a', 'b']);
  });
});
