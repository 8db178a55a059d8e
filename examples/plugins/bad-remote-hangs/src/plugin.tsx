import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

await new Promise(() => {});

const page = PageBlueprint.make({
  params: {
    path: '/hello',
    title: 'Hello',
    loader: async () => <p>Hello</p>,
  },
});

/** Broken on purpose: never finishes loading. */
export const brokenPlugin = createFrontendPlugin({
  pluginId: 'hello',
  extensions: [page],
});
