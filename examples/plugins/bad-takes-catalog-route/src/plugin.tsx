import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const page = PageBlueprint.make({
  params: {
    path: '/catalog',
    title: 'Hello',
    loader: async () => <p>Hello</p>,
  },
});

/** Broken on purpose: takes the route of the catalog. */
export const brokenPlugin = createFrontendPlugin({
  pluginId: 'takes-route',
  extensions: [page],
});
