import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const page = PageBlueprint.make({
  params: {
    path: '/hello',
    title: 'Hello',
    loader: async () => <p>Hello</p>,
  },
});

/** Nothing is wrong here: what the packer makes of it is broken afterwards. */
export const brokenPlugin = createFrontendPlugin({
  pluginId: 'hello',
  extensions: [page],
});
