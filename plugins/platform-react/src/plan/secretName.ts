/**
 * The name under which a plugin's secret is stored: made from the plugin and the path of the value, so that
 * storing it again replaces it.
 *
 * @public
 */
export function secretName(pluginId: string, path: readonly string[]): string {
  const [first, ...rest] = path.map(kebabCase);
  // Most plugins keep their configuration under their own name: say it once.
  const parts = first === pluginId ? rest : [first, ...rest];
  return [pluginId, ...parts].filter(Boolean).join('-');
}

function kebabCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-');
}
