import type { ReplicaRollout } from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  ReplicaRecord,
  RolloutReplicaRecord,
} from '../domain/EnvironmentRecord';
import { assessRollout, type AssessmentInput } from './assessRollout';

const NOW = new Date('2026-01-01T00:01:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

function replica(id: string, state?: ReplicaRollout['state']): ReplicaRecord {
  return {
    id,
    environmentId: 'e',
    address: `http://${id}`,
    backstageRelease: '1.55.0',
    revision: '1',
    generation: state === 'serving' ? 2 : 1,
    rollout: state && { rolloutId: 'r', generation: 2, state },
    hosts: [],
    lastSeenAt: NOW,
  };
}

const released = (...items: Array<[string, Date?]>): RolloutReplicaRecord[] =>
  items.map(([replicaId, servedAt], index) => ({
    replicaId,
    position: index + 1,
    releasedAt: ago(30_000),
    servedAt,
  }));

const assess = (input: Partial<AssessmentInput>) =>
  assessRollout({
    rollout: {
      id: 'r',
      toGeneration: 2,
      state: 'verifying',
      deadlineAt: ago(-60_000),
    },
    liveReplicas: [],
    released: [],
    needsHosts: true,
    canaryMs: 10_000,
    now: NOW,
    ...input,
  });

const LATE = {
  id: 'r',
  toGeneration: 2,
  state: 'starting' as const,
  deadlineAt: ago(1),
};

describe('assessRollout', () => {
  it.each<[string, Partial<AssessmentInput>, object]>([
    ['serves when no host is new', { needsHosts: false }, { kind: 'serving' }],
    ['waits for a first supervisor', {}, { kind: 'wait', state: 'verifying' }],
    [
      'begins with the smallest id, whatever order they come in',
      { liveReplicas: [replica('b'), replica('a'), replica('B')] },
      { kind: 'release', replicaId: 'B' },
    ],
    [
      'is as far as the canary',
      {
        liveReplicas: [replica('a', 'starting'), replica('b')],
        released: released(['a']),
      },
      { kind: 'wait', state: 'starting' },
    ],
    [
      'waits until the canary has proved itself',
      {
        liveReplicas: [replica('a', 'serving'), replica('b')],
        released: released(['a', ago(4_000)]),
      },
      { kind: 'wait', state: 'checking', until: ago(-6_000) },
    ],
    [
      'then tells the next one',
      {
        liveReplicas: [replica('a', 'serving'), replica('b'), replica('c')],
        released: released(['a', ago(10_000)]),
      },
      { kind: 'release', replicaId: 'b' },
    ],
    [
      'and no other before that one serves',
      {
        liveReplicas: [
          replica('a', 'serving'),
          replica('b', 'checking'),
          replica('c'),
        ],
        released: released(['a', ago(12_000)], ['b']),
      },
      { kind: 'wait', state: 'checking' },
    ],
    [
      'serves at once where there is only one',
      {
        liveReplicas: [replica('a', 'serving')],
        released: released(['a', NOW]),
      },
      { kind: 'serving' },
    ],
    [
      'takes the next one for the canary when the first is gone',
      { liveReplicas: [replica('b')], released: released(['a', ago(9_000)]) },
      { kind: 'release', replicaId: 'b' },
    ],
    [
      'serves without one that died after it was told',
      {
        liveReplicas: [replica('a', 'serving')],
        released: released(['a', ago(20_000)], ['b']),
      },
      { kind: 'serving' },
    ],
    [
      'fails with the one that fails, also after it has served',
      {
        liveReplicas: [replica('a', 'rolledBack'), replica('b')],
        released: released(['a']),
      },
      { kind: 'failed', state: 'rolledBack', replicaId: 'a' },
    ],
    [
      'says who was too slow',
      {
        rollout: LATE,
        liveReplicas: [replica('a', 'serving'), replica('b', 'starting')],
        released: released(['a', ago(60_000)], ['b']),
      },
      {
        kind: 'failed',
        replicaId: 'b',
        reason: { code: 'ROLLOUT_TIMEOUT', replicaId: 'b' },
      },
    ],
    [
      'says that there was nobody',
      { rollout: LATE },
      { kind: 'failed', reason: { code: 'NO_REPLICA' } },
    ],
    [
      'has no deadline while a canary proves itself',
      {
        rollout: LATE,
        liveReplicas: [replica('a', 'serving'), replica('b')],
        released: released(['a', ago(4_000)]),
      },
      { kind: 'wait', until: ago(-6_000) },
    ],
    [
      'never goes back in its state',
      {
        rollout: { ...LATE, state: 'checking', deadlineAt: ago(-1) },
        liveReplicas: [replica('a', 'fetching')],
        released: released(['a']),
      },
      { kind: 'wait', state: 'checking' },
    ],
  ])('%s', (_name, input, expected) => {
    expect(assess(input)).toMatchObject(expected);
  });
});
