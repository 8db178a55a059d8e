import { renderInTestApp, mockApis } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { RemotesSignal } from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  remotesStatusApiRef,
  type RemotesStatus,
} from '@sceneshift/backstage-platform-react';
import { act, fireEvent, screen } from '@testing-library/react';
import { RemotesNotice } from './RemotesNotice';

function render(status: Partial<RemotesStatus>) {
  const listeners: Array<(signal: RemotesSignal) => void> = [];
  renderInTestApp(<RemotesNotice />, {
    apis: [
      mockApis.config({
        data: { backend: { baseUrl: 'http://localhost:1' } },
      }),
      [
        remotesStatusApiRef,
        {
          getStatus: () => ({
            revision: 'r1',
            loaded: [],
            failures: [],
            ...status,
          }),
        },
      ],
      [
        signalApiRef,
        {
          subscribe: (_channel: string, listener: (signal: never) => void) => {
            listeners.push(listener as (signal: RemotesSignal) => void);
            return { unsubscribe: () => {} };
          },
        },
      ],
    ],
  });
  return (revision: string) =>
    act(() =>
      listeners.forEach(listener =>
        listener({ environment: 'development', revision }),
      ),
    );
}

describe('RemotesNotice', () => {
  it('offers a reload when the plugins have changed, until it is put off', async () => {
    const signal = render({});
    await screen.findAllByRole('status');

    signal('r1');
    expect(screen.queryByText('New version: reload')).not.toBeInTheDocument();

    signal('r2');
    expect(await screen.findByText('New version: reload')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Reload' })).toBeInTheDocument();

    fireEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(screen.queryByText('New version: reload')).not.toBeInTheDocument();
  });

  it('names a plugin that could not be loaded, and can be dismissed', async () => {
    render({
      failures: [
        {
          pluginId: 'hello',
          packageName: '@demo/plugin-hello',
          version: '1.0.0',
          reason: { code: 'REMOTE_INVALID', message: 'boom' },
        },
      ],
    });

    expect(
      await screen.findByText('hello could not be loaded'),
    ).toBeInTheDocument();

    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(
      screen.queryByText('hello could not be loaded'),
    ).not.toBeInTheDocument();
  });
});
