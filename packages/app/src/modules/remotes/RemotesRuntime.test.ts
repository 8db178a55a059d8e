import { ConfigReader } from '@backstage/core-app-api';
import type { RemotesList } from '@sceneshift/backstage-plugin-lifecycle-common';
import { RemotesRuntime, type RemotesRuntimeOptions } from './RemotesRuntime';
import { RemotesSource } from './RemotesSource';
import { pagePlugin, remoteEntry, remotesList } from './testRemotes';

const config = new ConfigReader({
  app: { title: 'Test', baseUrl: 'http://localhost' },
  backend: { baseUrl: 'http://localhost' },
});

function createRuntime(
  list: RemotesList | undefined,
  createLoader: RemotesRuntimeOptions['createLoader'],
) {
  const source = new RemotesSource({
    fetch: async () =>
      list
        ? new Response(JSON.stringify(list))
        : new Response('away', { status: 503 }),
  });
  return new RemotesRuntime({
    source,
    portal: [pagePlugin('catalog', '/catalog')],
    createLoader,
    timeoutMs: 50,
  });
}

const pluginIds = (features: unknown[]) =>
  features.map(feature => (feature as { pluginId: string }).pluginId);

describe('RemotesRuntime', () => {
  it('gives each plugin a page: its own, or one that says why not', async () => {
    const runtime = createRuntime(
      remotesList({
        revision: 'r7',
        remotes: [
          remoteEntry('good'),
          remoteEntry('throws'),
          remoteEntry('catalog'),
        ],
      }),
      async () => ({
        load: async ({ pluginId }) => {
          if (pluginId === 'throws') throw new Error('boom');
          return { default: pagePlugin(pluginId, `/${pluginId}`) };
        },
      }),
    );

    const features = await runtime.loadFeatures(config);

    // No page stands in for a plugin whose id is the portal's.
    expect(pluginIds(features)).toEqual(['good', 'throws']);
    expect(runtime.getStatus()).toEqual(
      expect.objectContaining({
        revision: 'r7',
        loaded: [expect.objectContaining({ pluginId: 'good' })],
        failures: [
          expect.objectContaining({ pluginId: 'throws' }),
          expect.objectContaining({ pluginId: 'catalog' }),
        ],
      }),
    );
  });

  it('gives a plugin without an icon the common one, so that it is in the menu', async () => {
    const runtime = createRuntime(
      remotesList({ remotes: [remoteEntry('good')] }),
      async () => ({
        load: async () => ({ default: pagePlugin('good', '/good') }),
      }),
    );

    const [feature] = await runtime.loadFeatures(config);

    expect(feature).toHaveProperty('icon', expect.anything());
  });

  it('starts without plugins when the list cannot be read', async () => {
    const runtime = createRuntime(undefined, jest.fn());

    await expect(runtime.loadFeatures(config)).resolves.toEqual([]);
    expect(runtime.getStatus().listError).toMatch('503');
  });

  it('starts without plugins when the federation runtime does not', async () => {
    const runtime = createRuntime(
      remotesList({ remotes: [remoteEntry('good')] }),
      async () => {
        throw new Error('no shared dependencies');
      },
    );

    const features = await runtime.loadFeatures(config);

    expect(pluginIds(features)).toEqual(['good']);
    expect(runtime.getStatus().failures[0]?.reason.message).toBe(
      'no shared dependencies',
    );
  });
});
