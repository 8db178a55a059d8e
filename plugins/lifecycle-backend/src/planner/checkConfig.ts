import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  HOST_CONFIG_KEYS,
  isExtensionOfPlugin,
  isSecretReference,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { LockedPlugin } from '../domain/GenerationContent';
import { getPath, isObject, leaves } from '../domain/configPaths';
import type { PluginConfigSchema } from './PluginConfigSchema';
import type { Problems } from './Problems';

/** Everything that is wrong with one plugin's configuration. */
export function checkConfig(
  plugin: LockedPlugin,
  schema: PluginConfigSchema | undefined,
  secretNames: Set<string>,
  problems: Problems,
): void {
  checkKeys(plugin, schema, problems);
  checkExtensions(plugin, problems);
  checkSecrets(plugin, secretNames, problems);
  if (schema) checkSchema(plugin, schema, problems);
}

function checkSchema(
  plugin: LockedPlugin,
  schema: PluginConfigSchema,
  problems: Problems,
): void {
  const { pluginId } = plugin;
  const { missing, invalid, plainSecrets } = schema.check(ownConfig(plugin));
  if (missing.length) {
    problems.block(
      'CONFIG_REQUIRED',
      `Plugin '${pluginId}' needs a value for ${missing.join(', ')}.`,
      { pluginId, paths: missing },
    );
  }
  for (const { path, message } of invalid) {
    problems.block(
      'CONFIG_INVALID',
      `The value at ${path || 'the top'} of plugin '${pluginId}' ${message}.`,
      { pluginId, paths: [path] },
    );
  }
  if (plainSecrets.length) throw refusePlainSecrets(pluginId, plainSecrets);
}

/** An error and no problem of a plan: plans are stored and shown, and the value must be neither. */
function refusePlainSecrets(
  pluginId: string,
  paths: string[],
): SceneshiftError {
  return new SceneshiftError(
    'CONFIG_INVALID',
    `${paths.join(
      ', ',
    )} of plugin '${pluginId}' is secret: store the value with ` +
      'PUT …/environments/{env}/secrets/{name} and refer to it as {"$secret": "name"}.',
    { details: { pluginId, paths } },
  );
}

/** `app.extensions` goes to the app alone and is checked by itself. */
export function ownConfig(plugin: LockedPlugin): Record<string, unknown> {
  const { app, ...own } = plugin.config;
  return own;
}

function checkKeys(
  plugin: LockedPlugin,
  schema: PluginConfigSchema | undefined,
  problems: Problems,
): void {
  const { pluginId } = plugin;
  const declared = new Set(schema?.keys ?? []);
  for (const key of Object.keys(ownConfig(plugin))) {
    if (HOST_CONFIG_KEYS.includes(key)) {
      problems.block(
        'CONFIG_INVALID',
        `'${key}' of plugin '${pluginId}' belongs to the host: a plugin cannot set it.`,
        { pluginId, paths: [key] },
      );
    } else if (!declared.has(key)) {
      problems.block(
        'CONFIG_INVALID',
        `Plugin '${pluginId}' declares no configuration '${key}'; it knows ${
          [...declared].join(', ') || 'none'
        }.`,
        { pluginId, paths: [key] },
      );
    }
  }
}

function checkExtensions(plugin: LockedPlugin, problems: Problems): void {
  const { pluginId } = plugin;
  const app = plugin.config.app;
  if (app === undefined) return;
  const extensions = getPath(app, 'extensions');
  const onlyExtensions =
    isObject(app) &&
    Object.keys(app).every(key => key === 'extensions') &&
    Array.isArray(extensions);
  if (!onlyExtensions) {
    problems.block(
      'CONFIG_INVALID',
      `Plugin '${pluginId}' may set 'app.extensions' (a list) and nothing else under 'app'.`,
      { pluginId, paths: ['app'] },
    );
    return;
  }
  const foreign = extensions
    .map(extensionId)
    .filter(id => !id || !isExtensionOfPlugin(id, pluginId));
  if (foreign.length) {
    problems.block(
      'CONFIG_INVALID',
      `'app.extensions' of plugin '${pluginId}' names ${foreign
        .map(id => id ?? 'something malformed')
        .join(
          ', ',
        )}: only the plugin's own extensions are allowed, such as 'page:${pluginId}'.`,
      { pluginId, paths: ['app.extensions'] },
    );
  }
  if (extensions.some(isUnfit)) {
    problems.block(
      'CONFIG_INVALID',
      `'app.extensions' of plugin '${pluginId}' has an entry that the app cannot read: write the id of an extension, or ` +
        `{'page:${pluginId}': false}, or {'page:${pluginId}': {config: {…}}}.`,
      { pluginId, paths: ['app.extensions'] },
    );
  }
}

/**
 * One entry that the framework cannot read ends the whole app, not the plugin. Where an extension is attached is not for
 * configuration to say: it could take the place of what belongs to the portal.
 */
function isUnfit(entry: unknown): boolean {
  if (/\s/.test(extensionId(entry) ?? '')) return true;
  if (!isObject(entry)) return false;
  const [value] = Object.values(entry);
  if (value === null || typeof value === 'boolean') return false;
  if (!isObject(value)) return true;
  const { disabled = false, config = {}, ...others } = value;
  return (
    typeof disabled !== 'boolean' ||
    !isObject(config) ||
    Object.keys(others).length > 0
  );
}

/** The id in `- page:hello` or `- page:hello: { config: … }`. */
export function extensionId(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  if (!isObject(entry)) return undefined;
  const keys = Object.keys(entry);
  return keys.length === 1 ? keys[0] : undefined;
}

function checkSecrets(
  plugin: LockedPlugin,
  secretNames: Set<string>,
  problems: Problems,
): void {
  for (const { path, value } of leaves(plugin.config)) {
    if (isSecretReference(value) && !secretNames.has(value.$secret)) {
      problems.block(
        'SECRET_NOT_FOUND',
        `${path} of plugin '${plugin.pluginId}' refers to the secret '${value.$secret}', which the environment ` +
          'does not have: store it with PUT …/environments/{env}/secrets/{name}.',
        { pluginId: plugin.pluginId, paths: [path] },
      );
    }
  }
}
