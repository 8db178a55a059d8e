import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const missing = '/api/lifecycle/v1/assets/missing/page.js';

const page = PageBlueprint.make({
  params: {
    path: '/hello',
    title: 'Hello',
    loader: async () => {
      const { MissingPage } = await import(/* webpackIgnore: true */ missing);
      return <MissingPage />;
    },
  },
});

/** Broken on purpose: its page is looked for where nothing is, and answered with 404. */
export const brokenPlugin = createFrontendPlugin({
  pluginId: 'hello',
  extensions: [page],
});
