import type { Rollout } from '@sceneshift/backstage-plugin-lifecycle-common';
import { render, screen, within } from '@testing-library/react';
import { RolloutProgress } from './RolloutProgress';

const at = '2026-09-01T12:00:01Z';

const rollout: Rollout = {
  id: 'r1',
  environment: 'production',
  planId: 'p1',
  fromGeneration: 1,
  toGeneration: 2,
  state: 'checking',
  steps: [
    { state: 'fetching', replicaId: 'a', message: 'The canary of 3', at },
    { state: 'serving', replicaId: 'a', at },
    { state: 'fetching', replicaId: 'b', message: 'Follows', at },
    { state: 'fetching', replicaId: 'c', message: 'Follows', at },
  ],
  replicas: [
    { id: 'a', position: 1, state: 'serving', alive: true },
    { id: 'b', position: 2, state: 'starting', alive: true },
    { id: 'c', state: 'waiting', alive: true },
  ],
  createdAt: '2026-09-01T12:00:00Z',
  createdBy: 'user:default/guest',
};

describe('RolloutProgress', () => {
  it('shows which replicas have the new generation', () => {
    render(<RolloutProgress rollout={rollout} />);
    const rows = within(
      screen.getByRole('list', { name: 'Replicas' }),
    ).getAllByRole('listitem');
    expect(rows.map(row => row.textContent)).toEqual([
      'acanaryServing',
      'bStarting',
      'cWaits for its turn',
    ]);
    expect(screen.getByText('on b · Follows')).toBeInTheDocument();
    expect(screen.getByText('on c · Follows')).toBeInTheDocument();
  });

  it('needs no list for a single one', () => {
    const [canary] = rollout.replicas!;
    render(<RolloutProgress rollout={{ ...rollout, replicas: [canary!] }} />);
    expect(screen.queryByRole('list', { name: 'Replicas' })).toBeNull();
  });
});
