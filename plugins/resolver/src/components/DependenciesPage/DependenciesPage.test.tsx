import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { graph } from '../../__testUtils__/graph';
import { renderResolver } from '../../__testUtils__/renderResolver';

const packages = () => screen.findByRole('complementary', { name: 'Packages' });

describe('DependenciesPage', () => {
  beforeAll(() => {
    globalThis.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  });

  it('tells by keyboard why a package is here and what would break, for the environment that is chosen', async () => {
    const user = userEvent.setup();
    const getGraph = jest.fn(async () => graph);
    renderResolver('/dependencies?environment=staging', { getGraph });
    const panel = await packages();
    expect(getGraph).toHaveBeenCalledWith('staging', expect.anything());
    // What the portal gives is not drawn until it is asked for.
    expect(within(panel).queryByText('backstage')).not.toBeInTheDocument();

    await user.type(within(panel).getByRole('searchbox'), 'hel');
    expect(within(panel).queryByText('shop')).not.toBeInTheDocument();
    await user.tab();
    await user.keyboard('{Enter}');
    expect(within(panel).getByText('shop needs it (^1.0.0)')).toBeVisible();
    await user.click(within(panel).getByRole('button', { name: 'shop' }));
    expect(
      await within(panel).findByText('Nothing else that is installed'),
    ).toBeVisible();
  });

  it('shows the impact before a removal is confirmed', async () => {
    const user = userEvent.setup();
    const createPlan = jest.fn(async () => {
      throw new Error('not now');
    });
    renderResolver(
      '/dependencies?selected=hello',
      { getGraph: async () => graph },
      { createPlan },
    );
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    await waitFor(() =>
      expect(createPlan).toHaveBeenCalledWith(
        'development',
        [{ action: 'remove', pluginId: 'hello', deleteData: false }],
        expect.anything(),
      ),
    );
  });

  it('plans the smallest change that is rid of an advisory', async () => {
    const user = userEvent.setup();
    const createPlan = jest.fn(async () => {
      throw new Error('not now');
    });
    const advisories = [{ id: 'GHSA-1', severity: 'high' as const }];
    const createFix = jest.fn(async () => ({
      answer: {
        ok: true as const,
        changes: [
          {
            name: 'hello',
            from: '1.0.0',
            to: '1.0.1',
            kind: 'upgrade' as const,
            reason: '',
          },
        ],
      },
    }));
    renderResolver(
      '/dependencies',
      {
        getGraph: async () => ({
          ...graph,
          nodes: graph.nodes.map(item =>
            item.name === 'hello' ? { ...item, advisories } : item,
          ),
        }),
        createPlan: createFix as never,
      },
      { createPlan },
    );
    expect(await screen.findByText('hello 1.0.0: GHSA-1 (high)')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Fix advisory' }));
    await waitFor(() =>
      expect(createPlan).toHaveBeenCalledWith(
        'development',
        [
          {
            action: 'upgrade',
            pluginId: 'hello',
            packages: { hello: '1.0.1' },
          },
        ],
        expect.anything(),
      ),
    );
    expect(createFix).toHaveBeenCalledWith({
      environment: 'development',
      request: { options: { fixAdvisories: ['GHSA-1'] } },
    });
  });

  it('says that nothing is installed', async () => {
    renderResolver('/dependencies', {
      getGraph: async () => ({ backstageRelease: '1', nodes: [], edges: [] }),
    });
    expect(await screen.findByText('Nothing is installed')).toBeVisible();
  });

  it('says that an environment is not there', async () => {
    renderResolver('/dependencies?environment=gone', {});
    expect(
      await screen.findByText('There is no such environment'),
    ).toBeVisible();
  });
});
