import type { Plan } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { LockedPlugin } from '../domain/GenerationContent';
import { isObject } from '../domain/configPaths';
import { ownConfig } from './checkConfig';
import type { PluginConfigSchema } from './PluginConfigSchema';

type ConfigForm = Plan['configForms'][number];

/** What the portal needs in order to ask for a plugin's configuration. */
export function createConfigForm(
  plugin: LockedPlugin,
  schema: PluginConfigSchema,
): ConfigForm {
  const values = ownConfig(plugin);
  const { missing } = schema.check(values);
  return {
    pluginId: plugin.pluginId,
    schema: schema.schema,
    values,
    required: [
      ...new Set([...requiredPaths(schema.schema), ...missing]),
    ].sort(),
  };
}

/** Leaves that must be there: those that are required all the way down. */
function requiredPaths(schema: unknown, path = ''): string[] {
  if (!isObject(schema) || !isObject(schema.properties)) {
    return path ? [path] : [];
  }
  const required = Array.isArray(schema.required) ? schema.required : [];
  const { properties } = schema;
  const paths = required.flatMap(key =>
    requiredPaths(properties[key], path ? `${path}.${key}` : String(key)),
  );
  return paths.length || !path ? paths : [path];
}
