import type { ResolverPlan } from '@sceneshift/backstage-plugin-resolver-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderResolver } from '../../__testUtils__/renderResolver';

const plan: ResolverPlan = {
  id: '7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001',
  hash: 'h',
  environment: 'development',
  snapshot: 'sha256-0123456789abcdef',
  backstageRelease: '1.54.0',
  request: { roots: { shop: '^1.0.0', hello: '*' } },
  answer: {
    ok: false,
    explanation: 'So, because of this, no set of versions works.',
    conflict: { shop: '^1.0.0' },
    fixes: [
      {
        description: 'Do without shop',
        patch: { roots: { shop: null } },
        solution: { hello: '1.0.0' },
      },
    ],
    stats: { tries: 1, ms: 1 },
  },
  createdAt: '2026-11-21T00:00:00.000Z',
  createdBy: 'user:development/guest',
};

const solved: ResolverPlan = {
  ...plan,
  id: '7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0002',
  answer: {
    ok: true,
    solution: { hello: '1.0.0' },
    changes: [
      { name: 'hello', to: '1.0.0', kind: 'install', reason: 'asked for' },
    ],
    optimal: true,
    warnings: [],
    steps: [{ packages: ['hello', 'world'], atomic: true }],
    lock: {
      lockVersion: 1,
      snapshot: 's',
      release: '1.54.0',
      packages: { hello: { version: '1.0.0' } },
    },
    stats: { tries: 1, ms: 1 },
  },
};

describe('plans', () => {
  it('lists them', async () => {
    renderResolver('/dependencies/plans', {
      listPlans: async () => ({
        items: [{ ...plan, ok: false, changes: 0 }],
      }),
    });
    expect(
      await screen.findByRole('link', {
        name: 'development, Backstage 1.54.0',
      }),
    ).toHaveAttribute('href', `/dependencies/plans/${plan.id}`);
  });

  it('tells what is there to do when there is none', async () => {
    renderResolver('/dependencies/plans', {
      listPlans: async () => ({ items: [] }),
    });
    expect(await screen.findByText('No plan was kept yet')).toBeVisible();
  });

  it('makes the plan that a fix leads to', async () => {
    const user = userEvent.setup();
    const createPlan = jest.fn(async () => solved);
    renderResolver(`/dependencies/plans/${plan.id}`, {
      getPlan: async id => (id === plan.id ? plan : solved),
      createPlan,
    });
    expect(
      await screen.findByRole('region', { name: 'What was asked' }),
    ).toHaveTextContent('shop ^1.0.0hello *');
    await user.click(screen.getByRole('button', { name: 'Do without shop' }));
    expect(await screen.findByText('together')).toBeVisible();
    expect(createPlan).toHaveBeenCalledWith({
      environment: 'development',
      request: { roots: { hello: '*' } },
    });
    expect(
      screen.getByRole('button', { name: 'Download the lock' }),
    ).toBeVisible();
  });
});
