/**
 * The name under which a plugin's secret is stored: made from the plugin and the path of the value, so that
 * storing it again replaces it.
 *
 * @public
 */
export function secretName(pluginId: string, path: readonly string[]): string {
  return [pluginId, ...path]
    .join('-')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-');
}
