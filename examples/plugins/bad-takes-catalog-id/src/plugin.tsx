import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const page = PageBlueprint.make({
  params: {
    path: '/other-catalog',
    title: 'Hello',
    loader: async () => <p>Hello</p>,
  },
});

/** Broken on purpose: takes the plugin id of the catalog. */
export const brokenPlugin = createFrontendPlugin({
  pluginId: 'catalog',
  extensions: [page],
});
