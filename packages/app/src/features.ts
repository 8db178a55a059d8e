import type { FrontendFeature } from '@backstage/frontend-plugin-api';
import apiDocsPlugin from '@backstage/plugin-api-docs/alpha';
import userSettingsStorageModule from '@backstage/plugin-app-module-user-settings';
import appVisualizerPlugin from '@backstage/plugin-app-visualizer';
import authPlugin from '@backstage/plugin-auth';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import catalogImportPlugin from '@backstage/plugin-catalog-import/alpha';
import homePlugin from '@backstage/plugin-home/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import techdocsPlugin from '@backstage/plugin-techdocs/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import lifecyclePlugin from '@sceneshift/backstage-plugin-lifecycle';
import registryPlugin from '@sceneshift/backstage-plugin-registry';
import { homeModule } from './modules/home';
import { navModule } from './modules/nav';

/** What the app is built with; hosted plugins come on top at run time. */
export const portalFeatures: FrontendFeature[] = [
  // The portal's own rooms
  registryPlugin,
  lifecyclePlugin,

  // What a Backstage user expects
  homePlugin,
  catalogPlugin,
  catalogGraphPlugin,
  catalogImportPlugin,
  apiDocsPlugin,
  techdocsPlugin,
  scaffolderPlugin,
  searchPlugin,
  orgPlugin,
  notificationsPlugin,
  signalsPlugin,
  userSettingsPlugin,
  userSettingsStorageModule,
  authPlugin,
  appVisualizerPlugin,

  // The shell
  navModule,
  homeModule,
];
