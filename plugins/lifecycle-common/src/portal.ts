/**
 * Plugin ids that belong to the portal itself: a hosted plugin never gets one of them, neither as an API
 * path nor as a frontend plugin id. Configuration (`sceneshift.reservedPluginIds`) adds to the list.
 *
 * @public
 */
export const PORTAL_PLUGIN_IDS: readonly string[] = [
  'api-docs',
  'app',
  'app-visualizer',
  'auth',
  'catalog',
  'catalog-graph',
  'catalog-import',
  'devtools',
  'events',
  'home',
  'kubernetes',
  'lifecycle',
  'mcp-actions',
  'notifications',
  'org',
  'permission',
  'proxy',
  'registry',
  'resolver',
  'scaffolder',
  'search',
  'signals',
  'techdocs',
  'user-settings',
  'workflows',
];

/**
 * Page paths of the portal's own plugins. Configuration (`sceneshift.reservedRoutes`) adds to the list.
 *
 * @public
 */
export const PORTAL_ROUTES: readonly string[] = [
  '/',
  '/api',
  '/api-docs',
  '/catalog',
  '/catalog-graph',
  '/catalog-import',
  '/create',
  '/docs',
  '/environments',
  '/healthcheck',
  '/home',
  '/notifications',
  '/oauth2',
  '/plugins',
  '/search',
  '/settings',
  '/visualizer',
  '/workflows',
];

/**
 * Top-level configuration keys that the host sets itself: a plugin's own configuration never holds them.
 * `app` is special: a plugin may bring `app.extensions` entries of its own extensions.
 *
 * @public
 */
export const HOST_CONFIG_KEYS: readonly string[] = [
  'app',
  'auth',
  'backend',
  'discovery',
  'integrations',
  'organization',
  'permission',
  'sceneshift',
];

/**
 * Whether an extension id belongs to a plugin: `page:tech-radar`, `nav-item:tech-radar/main`, `tech-radar/x`.
 *
 * @public
 */
export function isExtensionOfPlugin(
  extensionId: string,
  pluginId: string,
): boolean {
  const [namespace] = extensionId.split(':').slice(-1)[0]!.split('/');
  return namespace === pluginId;
}
