import { prepareSpecializedApp } from '@backstage/frontend-app-api';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';
import { ConfigReader } from '@backstage/core-app-api';
import { createPageRouteRefs } from './pageRouteRefs';
import { pagePlugin } from './testRemotes';

function routeRefs() {
  const { tree } = prepareSpecializedApp({
    features: [
      appPlugin,
      pagePlugin('hosted', '/hosted'),
      pagePlugin('hosted-param', '/x/:id'),
      pagePlugin('built-in', '/built-in'),
    ],
    config: new ConfigReader({
      app: {
        title: 'Test',
        baseUrl: 'http://localhost',
        extensions: [{ 'sign-in-page:app': false }],
      },
      backend: { baseUrl: 'http://localhost' },
    }),
    advanced: {
      extensionFactoryMiddleware: createPageRouteRefs(pluginId =>
        pluginId.startsWith('hosted'),
      ),
    },
  }).finalize();
  const refOf = (id: string) =>
    tree.nodes.get(id)?.instance?.getData(coreExtensionData.routeRef);
  return { refOf };
}

it('gives pages of hosted plugins a route reference, so that the menu lists them', () => {
  const { refOf } = routeRefs();

  expect(refOf('page:hosted')).toBeDefined();
  expect(refOf('page:hosted-param')).toBeUndefined();
  expect(refOf('page:built-in')).toBeUndefined();
});
