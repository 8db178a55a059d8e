import { ConfigReader } from '@backstage/core-app-api';
import {
  coreExtensionData,
  createExtension,
  createFrontendPlugin,
  type FrontendFeature,
} from '@backstage/frontend-plugin-api';
import { screenRemotes } from './screenRemotes';
import { pagePlugin, remoteEntry } from './testRemotes';

const portal = [pagePlugin('catalog', '/catalog')];

const explodes = createFrontendPlugin({
  pluginId: 'explodes',
  extensions: [
    createExtension({
      attachTo: { id: 'app/routes', input: 'routes' },
      output: [coreExtensionData.routePath, coreExtensionData.reactElement],
      factory() {
        throw new Error('factory exploded');
      },
    }),
  ],
});

/** Two navigations cannot be: the framework would answer with an error page for the whole app. */
const secondContent = createFrontendPlugin({
  pluginId: 'second-content',
  extensions: [
    createExtension({
      attachTo: { id: 'app/layout', input: 'content' },
      output: [coreExtensionData.reactElement],
      factory: () => [coreExtensionData.reactElement(<p>mine</p>)],
    }),
  ],
});

function screen(
  remotes: Record<string, FrontendFeature>,
  options: { portal?: FrontendFeature[]; extensions?: unknown[] } = {},
) {
  return screenRemotes({
    portal: options.portal ?? portal,
    config: new ConfigReader({
      app: {
        title: 'Test',
        baseUrl: 'http://localhost',
        extensions: options.extensions as never[],
      },
      backend: { baseUrl: 'http://localhost' },
    }),
    loaded: Object.entries(remotes).map(([pluginId, feature]) => ({
      entry: remoteEntry(pluginId),
      features: [feature],
    })),
  });
}

describe('screenRemotes', () => {
  it('lets in remotes that get along', () => {
    const result = screen({
      one: pagePlugin('one', '/one'),
      two: pagePlugin('two', '/two'),
    });

    expect(result.failures).toEqual([]);
    expect(result.loaded).toHaveLength(2);
  });

  it.each([
    ['the same', '/catalog'],
    ['differs in case and slashes from', '/Catalog/'],
  ])('keeps out a page whose address is %s one of the portal', (_, path) => {
    const result = screen({
      bad: pagePlugin('bad', path),
      good: pagePlugin('good', '/good'),
    });

    expect(result.loaded.map(item => item.entry.pluginId)).toEqual(['good']);
    expect(result.failures[0]?.reason).toEqual(
      expect.objectContaining({
        code: 'ROUTE_CONFLICT',
        message: expect.stringContaining("'catalog'"),
      }),
    );
  });

  it('keeps out the later of two remotes with the same page', () => {
    const result = screen({
      one: pagePlugin('one', '/shared'),
      two: pagePlugin('two', '/shared'),
    });

    expect(result.loaded.map(item => item.entry.pluginId)).toEqual(['one']);
    expect(result.failures.map(item => item.pluginId)).toEqual(['two']);
  });

  it('keeps out a remote even where configuration puts its page first', () => {
    const result = screen(
      { bad: pagePlugin('bad', '/catalog') },
      { extensions: ['page:bad'] },
    );

    expect(result.failures.map(item => item.pluginId)).toEqual(['bad']);
  });

  it.each([
    ['throws while its extension is made', explodes, /factory exploded/],
    [
      'breaks an extension of the portal',
      secondContent,
      /exactly one 'content'/,
    ],
  ])('keeps out a remote that %s', (_, feature, message) => {
    const result = screen({
      bad: feature,
      good: pagePlugin('good', '/good'),
    });

    expect(result.loaded.map(item => item.entry.pluginId)).toEqual(['good']);
    expect(result.failures[0]?.reason.message).toMatch(message);
  });

  it('does not blame remotes for a portal that is broken itself', () => {
    const result = screen(
      { good: pagePlugin('good', '/good') },
      { portal: [...portal, explodes] },
    );

    expect(result.loaded).toHaveLength(1);
  });
});
