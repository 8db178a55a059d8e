import type { ReplicaRecord } from '../domain/EnvironmentRecord';
import { servingAddresses, type RightHosts } from './servingAddresses';

const right: RightHosts = {
  pluginId: 'hello',
  digests: new Set(['v1', 'v2']),
  generations: new Set([1, 2]),
};

function replica(
  address: string,
  generation: number,
  specDigest?: string,
  state: 'serving' | 'starting' | 'draining' = 'serving',
): ReplicaRecord {
  return {
    id: address,
    environmentId: 'e',
    address,
    backstageRelease: '1.55.0',
    revision: '1',
    generation,
    hosts: specDigest
      ? [{ pluginId: 'hello', specDigest, state, restarts: 0 }]
      : [],
    lastSeenAt: new Date(),
  };
}

describe('servingAddresses', () => {
  it.each<[string, ReplicaRecord[], string[]]>([
    [
      'those that serve what is desired, be it the old or the new one while it rolls out',
      [replica('a', 2, 'v2'), replica('b', 1, 'v1'), replica('c', 1)],
      ['a', 'b'],
    ],
    [
      'not one that was away and serves what served before',
      [replica('a', 2, 'v2'), replica('b', 0, 'v0')],
      ['a'],
    ],
    [
      'not one whose right host only starts or leaves',
      [replica('a', 2, 'v2'), replica('b', 2, 'v2', 'starting')],
      ['a'],
    ],
    [
      'while none has followed a new secret, those of the present generation',
      [replica('a', 2, 'v2-old-secret'), replica('b', 0, 'v0')],
      ['a'],
    ],
    [
      'while none serves, those whose front may know better',
      [replica('a', 2), replica('b', 2, 'v2', 'starting')],
      ['a', 'b'],
    ],
    ['none, when all serve what served before', [replica('b', 0, 'v0')], []],
  ])('takes %s', (_name, replicas, expected) => {
    expect(servingAddresses(right, replicas)).toEqual(expected);
  });
});
