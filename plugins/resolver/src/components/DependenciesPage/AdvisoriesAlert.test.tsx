import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { graph } from '../../__testUtils__/graph';
import { renderResolver } from '../../__testUtils__/renderResolver';

describe('AdvisoriesAlert', () => {
  beforeAll(() => {
    globalThis.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
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
    const day = (fields[1] as HTMLInputElement).value;
    const accept = within(dialog).getByRole('button', { name: 'Accept' });
    for (const wrong of ['tomorrow', '2020-01-01', '2999-01-01']) {
      await user.clear(fields[1]!);
      await user.type(fields[1]!, wrong);
      expect(fields[1]).toBeInvalid();
      expect(accept).toBeDisabled();
    }
    await user.clear(fields[1]!);
    await user.type(fields[1]!, day);
    await user.click(accept);
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
});
