import type { RolloutState } from '@sceneshift/backstage-plugin-lifecycle-common';
import { stageStatuses } from './rolloutStages';

const steps = (...states: RolloutState[]) =>
  states.map((state, index) => ({ state, at: `2026-01-01T00:00:0${index}Z` }));

const words = (state: RolloutState, ...states: RolloutState[]) =>
  Object.values(stageStatuses({ state, steps: steps(...states) })).join(' ');

describe('stageStatuses', () => {
  it.each<[RolloutState, RolloutState[], string]>([
    ['fetching', ['fetching'], 'active todo todo todo todo'],
    ['starting', ['fetching', 'starting'], 'done done active todo todo'],
    ['serving', ['serving'], 'done done done done done'],
    [
      'rolledBack',
      ['fetching', 'checking', 'failed'],
      'done done done failed todo',
    ],
    ['failed', [], 'failed todo todo todo todo'],
    ['cancelled', ['verifying'], 'done failed todo todo todo'],
  ])('%s after %j', (state, reported, expected) => {
    expect(words(state, ...reported)).toBe(expected);
  });
});
