/**
 * The shell of a portal that trusts every remote: it waits for one as long as that takes, lets in whatever comes, and draws it with
 * nothing around it. The page's address says which: `?remote=<example>`; `&bare` draws the component without the framework,
 * `&first` lets the remote in before the portal's own.
 */
import { ConfigReader } from '@backstage/config';
import { createApp } from '@backstage/frontend-defaults';
import {
  createFrontendPlugin,
  PageBlueprint,
  type FrontendFeature,
} from '@backstage/frontend-plugin-api';
import { createElement, Fragment, type FunctionComponent } from 'react';
import { createRoot } from 'react-dom/client';

const question = new URLSearchParams(window.location.search);
const remote = (await import(`/${question.get('remote')}.js`)) as {
  default: FrontendFeature;
  BrokenPage: FunctionComponent;
};
const root = createRoot(document.getElementById('root')!);
const OwnPage = () => createElement('h1', null, "The portal's own catalog");

if (question.has('bare')) {
  root.render(
    createElement(
      Fragment,
      null,
      createElement(OwnPage),
      createElement(remote.BrokenPage),
    ),
  );
} else {
  const catalog = createFrontendPlugin({
    pluginId: 'catalog',
    extensions: [
      PageBlueprint.make({
        params: {
          path: '/catalog',
          loader: async () => createElement(OwnPage),
        },
      }),
    ],
  });
  const app = createApp({
    features: question.has('first')
      ? [remote.default, catalog]
      : [catalog, remote.default],
    advanced: {
      configLoader: async () => ({
        config: new ConfigReader({
          app: {
            title: 'Unprotected',
            baseUrl: window.location.origin,
            extensions: [{ 'sign-in-page:app': false }],
          },
          backend: { baseUrl: window.location.origin },
        }),
      }),
    },
  });
  root.render(app.createRoot());
}
