import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

if (globalThis.document) {
  throw new Error('hello: this remote cannot be loaded');
}

const page = PageBlueprint.make({
  params: {
    path: '/hello',
    title: 'Hello',
    loader: async () => <p>Hello</p>,
  },
});

/** Broken on purpose: throws while it is loaded. */
export const brokenPlugin = createFrontendPlugin({
  pluginId: 'hello',
  extensions: [page],
});
