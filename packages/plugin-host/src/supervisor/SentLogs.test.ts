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

  it('keeps back what has no room in a report, and sends it with a later one', () => {
    const sent = new SentLogs(40);
    const [hello] = status().hosts;
    const everyone = {
      ...status(),
      hosts: [
        { ...hello!, pluginId: 'loud', logs: ['\x01'.repeat(6)] },
        { ...hello!, pluginId: 'quiet', logs: ['a'] },
      ],
    };
    const logsOf = ({ hosts }: ReplicaStatus) =>
      hosts.flatMap(({ pluginId, logs }) => (logs ? pluginId : []));
    const first = sent.withoutKnown(everyone);
    expect(first.hosts).toHaveLength(2);
    expect(logsOf(first)).toEqual(['quiet']);
    sent.delivered(first);
    const second = sent.withoutKnown(everyone);
    expect(logsOf(second)).toEqual(['loud']);
    sent.delivered(second);
    expect(logsOf(sent.withoutKnown(everyone))).toEqual([]);
  });
});
