import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { BrokenPage } from './BrokenPage';

const page = PageBlueprint.make({
  params: {
    path: '/hello',
    title: 'Hello',
    loader: async () => <BrokenPage />,
  },
});

/** Broken on purpose: throws while its page is rendered. */
export const brokenPlugin = createFrontendPlugin({
  pluginId: 'hello',
  extensions: [page],
});
