import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderResolver } from '../../__testUtils__/renderResolver';

const node = {
  version: '1.0.0',
  kind: 'package' as const,
  reasons: ['It was installed for itself'],
  neededBy: [],
};

const graph: DependencyGraph = {
  backstageRelease: '1.54.0',
  nodes: [
    { ...node, name: 'shop', pluginId: 'shop' },
    {
      ...node,
      name: 'hello',
      pluginId: 'hello',
      reasons: ['shop needs it (^1.0.0)'],
      neededBy: ['shop'],
    },
    { ...node, name: 'backstage', kind: 'host' },
  ],
  edges: [
    {
      from: 'shop',
      to: 'hello',
      kind: 'dependency',
      range: '^1.0.0',
      satisfied: true,
    },
    {
      from: 'hello',
      to: 'backstage',
      kind: 'host',
      range: '1.54.0 || 1.55.0',
      satisfied: true,
    },
  ],
};

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

  it('does not accept again what was accepted before a failure', async () => {
    const user = userEvent.setup();
    const advisories = [{ id: 'GHSA-1', severity: 'high' as const }];
    const items: object[] = [];
    const acceptAdvisory = jest.fn(async ({ packageName }) => {
      if (items.length === 1 && acceptAdvisory.mock.calls.length === 2) {
        throw new Error('The portal was away');
      }
      items.push({
        ...{ id: packageName, advisoryId: 'GHSA-1', packageName, range: '*' },
        ...{ reason: 'known', expiresAt: '2026-12-24T23:59:59Z' },
        ...{ state: 'active', createdAt: '', createdBy: '' },
      });
    });
    renderResolver('/dependencies', {
      getGraph: async () => ({
        ...graph,
        nodes: graph.nodes.map(item => ({ ...item, advisories })),
      }),
      listAcceptances: async () => ({ items: [...items] } as never),
      acceptAdvisory: acceptAdvisory as never,
    });
    await user.click(await screen.findByRole('button', { name: 'Accept' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getAllByRole('textbox')[0]!, 'known');
    const accept = within(dialog).getByRole('button', { name: 'Accept' });
    await user.click(accept);
    expect(await within(dialog).findByText('This was not done')).toBeVisible();
    await screen.findByText(/^GHSA-1 of shop 1.0.0 is accepted/);
    await user.click(accept);
    await screen.findByText(/^GHSA-1 of hello 1.0.0 is accepted/);
    expect(
      acceptAdvisory.mock.calls.map(([{ packageName }]) => packageName),
    ).toEqual(['shop', 'hello', 'hello', 'backstage']);
  });

  it('lets an advisory be accepted with a reason and an end, and that be revoked', async () => {
    const user = userEvent.setup();
    const advisories = [{ id: 'GHSA-1', severity: 'high' as const }];
    const accepted = {
      ...{ id: '7b0e', advisoryId: 'GHSA-1', packageName: 'hello', range: '*' },
      ...{ reason: 'behind a proxy', expiresAt: '2026-12-24T23:59:59Z' },
      ...{ state: 'active', createdAt: '', createdBy: '' },
    };
    let items: object[] = [];
    const acceptAdvisory = jest.fn(async () => {
      items = [accepted];
    });
    const revokeAcceptance = jest.fn(async () => {
      items = [];
    });
    renderResolver('/dependencies', {
      getGraph: async () => ({
        ...graph,
        nodes: graph.nodes.map(item =>
          item.name === 'hello' ? { ...item, advisories } : item,
        ),
      }),
      listAcceptances: async () => ({ items } as never),
      acceptAdvisory: acceptAdvisory as never,
      revokeAcceptance,
    });
    await user.click(await screen.findByRole('button', { name: 'Accept' }));
    const dialog = await screen.findByRole('dialog');
    const fields = within(dialog).getAllByRole('textbox');
    await user.type(fields[0]!, 'behind a proxy');
    await user.click(within(dialog).getByRole('button', { name: 'Accept' }));
    expect(
      await screen.findByText(
        'GHSA-1 of hello 1.0.0 is accepted until 2026-12-24',
      ),
    ).toBeVisible();
    expect(acceptAdvisory).toHaveBeenCalledWith({
      ...{ advisoryId: 'GHSA-1', packageName: 'hello' },
      ...{ environment: 'development', reason: 'behind a proxy' },
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT23:59:59Z$/),
    });
    await user.click(screen.getByRole('button', { name: 'Revoke' }));
    expect(
      await screen.findByRole('button', { name: 'Fix advisory' }),
    ).toBeVisible();
    expect(revokeAcceptance).toHaveBeenCalledWith('7b0e');
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
