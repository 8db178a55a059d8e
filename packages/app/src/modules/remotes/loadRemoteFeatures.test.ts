import { createFrontendModule } from '@backstage/frontend-plugin-api';
import type { RemoteEntry } from '@sceneshift/backstage-plugin-lifecycle-common';
import { loadRemoteFeatures } from './loadRemoteFeatures';
import { slowRemotes } from './slowRemotes';
import { pagePlugin, remoteEntry } from './testRemotes';

const good = { default: pagePlugin('good', '/good') };
const never = new Promise<unknown>(() => {});

/** What the remote of a plugin answers with when its module is asked for. */
type Behaviours = Record<string, () => Promise<unknown>>;

function load(behaviours: Behaviours, entries?: RemoteEntry[]) {
  return loadRemoteFeatures({
    remotes: entries ?? Object.keys(behaviours).map(id => remoteEntry(id)),
    reservedPluginIds: new Set(['catalog']),
    timeoutMs: 50,
    loader: { load: entry => behaviours[entry.pluginId]!() },
  });
}

describe('loadRemoteFeatures', () => {
  afterEach(() => slowRemotes.clear());

  it('loads every exposed module that is a feature', async () => {
    const extra = createFrontendModule({ pluginId: 'good', extensions: [] });
    const { loaded, failures } = await loadRemoteFeatures({
      remotes: [remoteEntry('good', { exposes: ['.', './alpha', './types'] })],
      reservedPluginIds: new Set(),
      loader: {
        load: async (_entry, expose) =>
          ({ '.': good, './alpha': { default: extra } }[expose] ?? {}),
      },
    });

    expect(failures).toEqual([]);
    expect(loaded[0]?.features).toEqual([good.default, extra]);
  });

  it.each<[string, string, () => Promise<unknown>, string, RegExp]>([
    [
      'throws while it loads',
      'bad',
      async () => {
        throw new Error('boom at load');
      },
      'REMOTE_INVALID',
      /boom at load/,
    ],
    ['hangs', 'bad', () => never, 'FETCH_FAILED', /0\.05 s/],
    [
      'exports nothing of use',
      'bad',
      async () => ({ default: { some: 'object' } }),
      'REMOTE_INVALID',
      /exports no plugin/,
    ],
    [
      'is empty',
      'bad',
      async () => null,
      'REMOTE_INVALID',
      /exports no plugin/,
    ],
    [
      'brings another plugin than it was installed as',
      'bad',
      async () => ({ default: pagePlugin('good', '/x') }),
      'PLUGIN_ID_CONFLICT',
      /installed as 'bad' but brings the plugin 'good'/,
    ],
    [
      'extends a plugin of the portal',
      'bad',
      async () => ({
        default: createFrontendModule({ pluginId: 'app', extensions: [] }),
      }),
      'PLUGIN_ID_CONFLICT',
      /brings the plugin 'app'/,
    ],
    [
      'takes the id of a plugin of the portal',
      'catalog',
      async () => ({ default: pagePlugin('catalog', '/x') }),
      'PLUGIN_ID_RESERVED',
      /belongs to the portal/,
    ],
  ])(
    'a remote that %s fails alone',
    async (_what, pluginId, behaviour, code, message) => {
      const { loaded, failures } = await load({
        [pluginId]: behaviour,
        good: async () => good,
      });

      expect(loaded.map(item => item.entry.pluginId)).toEqual(['good']);
      expect(failures).toEqual([
        expect.objectContaining({
          pluginId,
          packageName: `@demo/plugin-${pluginId}`,
          version: '1.0.0',
          reason: expect.objectContaining({
            code,
            message: expect.stringMatching(message),
          }),
        }),
      ]);
    },
  );

  it('does not wait as long again for a remote that has hung in this tab', async () => {
    slowRemotes.add(remoteEntry('bad').federationName);
    jest.useFakeTimers();
    const result = loadRemoteFeatures({
      remotes: [remoteEntry('bad')],
      reservedPluginIds: new Set(),
      loader: { load: () => never },
    });
    await jest.advanceTimersByTimeAsync(1_000);
    jest.useRealTimers();

    expect((await result).failures[0]?.reason.message).toBe(
      'It did not load within 1 s.',
    );
  });
});
