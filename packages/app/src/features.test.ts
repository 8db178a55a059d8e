import { ConfigReader } from '@backstage/core-app-api';
import {
  PORTAL_PLUGIN_IDS,
  PORTAL_ROUTES,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { portalFeatures } from './features';
import { rehearse } from './modules/remotes/rehearse';

const config = new ConfigReader({
  app: {
    title: 'Test',
    baseUrl: 'http://localhost',
    extensions: [
      { 'page:home': { config: { path: '/' } } },
      { 'page:catalog': { config: { path: '/catalog' } } },
    ],
  },
  backend: { baseUrl: 'http://localhost' },
});

describe('the portal without hosted plugins', () => {
  const { errors, pages } = rehearse(portalFeatures, config);

  it('starts', () => {
    expect(errors).toEqual([]);
  });

  it('has the pages that a Backstage user expects, and its own', () => {
    expect(pages.map(page => page.path)).toEqual(
      expect.arrayContaining([
        '/',
        '/api-docs',
        '/catalog',
        '/create',
        '/docs',
        '/environments',
        '/notifications',
        '/plugins',
        '/search',
        '/settings',
      ]),
    );
  });

  it.each(pages)(
    'keeps $path and $pluginId from hosted plugins',
    ({ path, pluginId }) => {
      expect(PORTAL_PLUGIN_IDS).toContain(pluginId);
      expect(PORTAL_ROUTES).toContain(`/${path.split('/')[1]}`);
    },
  );
});
