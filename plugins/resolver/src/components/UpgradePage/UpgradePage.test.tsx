import type { UpgradePlan } from '@sceneshift/backstage-plugin-resolver-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderResolver } from '../../__testUtils__/renderResolver';

const upgrade: UpgradePlan = {
  from: '1.54.0',
  to: '1.55.0',
  ok: false,
  summary: '',
  stay: [{ name: 'stays', version: '1.0.0' }],
  move: [
    {
      name: 'moves',
      pluginId: 'moves',
      from: '1.0.0',
      to: '1.1.0',
      reason: 'it must',
      ahead: true,
    },
    {
      name: 'jumps',
      pluginId: 'jumps',
      from: '1.0.0',
      to: '2.0.0',
      reason: 'it must',
      ahead: false,
    },
  ],
  block: [
    {
      name: 'newer',
      version: '1.0.0',
      reason: 'Because newer 1.0.0 requires backstage 1.56.0, no. (1)',
      firstRelease: '1.56.0',
    },
    {
      name: 'ends',
      version: '1.0.0',
      reason: 'It ends.',
      lastRelease: '1.54.0',
    },
  ],
  warnings: [],
};

function renderUpgrade(path: string, lifecycle: object = {}) {
  const resolver = {
    listReleases: jest.fn(async () => ['1.55.0', '1.54.0']),
    planUpgrade: jest.fn(async () => upgrade),
    getGraph: jest.fn(async () => ({
      backstageRelease: '1.54.0',
      nodes: [],
      edges: [],
    })),
    createPlan: jest.fn(async () => ({ id: 'p1' } as never)),
    getPlan: jest.fn(async () => {
      throw new Error('Not here');
    }),
  };
  renderResolver(path, resolver, lifecycle);
  return resolver;
}

describe('UpgradePage', () => {
  it('looks at the newest release, and names what moves and every blocker', async () => {
    const { planUpgrade } = renderUpgrade('/dependencies/upgrade');
    const blocks = await screen.findByRole('region', { name: 'What blocks' });
    expect(planUpgrade).toHaveBeenCalledWith(
      { environment: 'development', to: '1.55.0' },
      expect.anything(),
    );
    const newer = within(blocks).getByRole('article', { name: 'newer' });
    expect(newer).toHaveTextContent('fits from 1.56.0 on');
    expect(newer).toHaveTextContent('Because newer 1.0.0 requires');
    expect(
      within(blocks).getByText('fits no known release after 1.54.0'),
    ).toBeVisible();
    expect(
      screen.getByText('2 packages keep this environment from moving.'),
    ).toBeVisible();
    const moves = screen.getByRole('region', { name: 'What moves' });
    expect(within(moves).getByText('now, works in both')).toBeVisible();
    expect(within(moves).getByText('with the release')).toBeVisible();
  });

  it('moves ahead what works in both releases', async () => {
    const user = userEvent.setup();
    const createPlan = jest.fn(async () => {
      throw new Error('not now');
    });
    renderUpgrade('/dependencies/upgrade?to=1.55.0', { createPlan });
    await user.click(
      await screen.findByRole('button', { name: 'Move 1 plugin now' }),
    );
    await waitFor(() =>
      expect(createPlan).toHaveBeenCalledWith(
        'development',
        [
          {
            action: 'upgrade',
            pluginId: 'moves',
            packages: { moves: '1.1.0' },
          },
        ],
        expect.anything(),
      ),
    );
  });

  it('keeps what it found as a plan, and opens it', async () => {
    const user = userEvent.setup();
    const { createPlan } = renderUpgrade('/dependencies/upgrade');
    await user.click(
      await screen.findByRole('button', { name: 'Keep as a plan' }),
    );
    expect(await screen.findByText('The plan could not be read')).toBeVisible();
    expect(createPlan).toHaveBeenCalledWith({
      environment: 'development',
      request: expect.objectContaining({ backstageRelease: '1.55.0' }),
    });
  });

  it('says that nothing newer is known', async () => {
    renderUpgrade('/dependencies/upgrade?environment=staging');
    expect(
      await screen.findByText(
        'Backstage 1.55.0 is the newest release that is known here',
      ),
    ).toBeVisible();
  });
});
