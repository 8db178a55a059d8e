import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiEmotionLine } from '@remixicon/react';

const helloPage = PageBlueprint.make({
  params: {
    path: '/hello',
    title: 'Hello',
    icon: <RiEmotionLine />,
    loader: () => import('./HelloPage').then(m => <m.HelloPage />),
  },
});

/** A page that greets whoever is signed in. */
export const helloPlugin = createFrontendPlugin({
  pluginId: 'hello',
  extensions: [helloPage],
});
