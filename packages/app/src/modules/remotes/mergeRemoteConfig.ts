import { ConfigReader } from '@backstage/core-app-api';
import type { AppConfig } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  HOST_CONFIG_KEYS,
  isExtensionOfPlugin,
  PORTAL_PLUGIN_IDS,
  type RemotesList,
} from '@sceneshift/backstage-plugin-lifecycle-common';

/** Names with a meaning of their own in JavaScript objects. */
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

/**
 * Adds what hosted plugins may say to the portal's configuration, and nothing else: top-level keys of their
 * own, and entries of `app.extensions` that are about their own extensions. Arrays are replaced when
 * configurations merge, so the entries are appended here.
 */
export function mergeRemoteConfig(
  base: AppConfig[],
  list: RemotesList,
): AppConfig[] {
  const portal = ConfigReader.fromConfigs(base);
  const data = allowedData(list.config.data, portal.keys());
  const extensions = allowedExtensions(list);
  if (extensions.length > 0) {
    const present = portal.getOptional<JsonValue[]>('app.extensions') ?? [];
    data.app = { extensions: [...present, ...extensions] };
  }
  return [...base, { context: 'hosted-plugins', data }];
}

function allowedData(
  data: Record<string, unknown>,
  portalKeys: string[],
): JsonObject {
  const taken = new Set([...HOST_CONFIG_KEYS, ...UNSAFE_KEYS, ...portalKeys]);
  return Object.fromEntries(
    Object.entries(data).filter(([key]) => !taken.has(key)),
  ) as JsonObject;
}

function allowedExtensions(list: RemotesList): JsonValue[] {
  const reserved = new Set([...PORTAL_PLUGIN_IDS, ...list.reservedPluginIds]);
  const pluginIds = list.remotes
    .map(remote => remote.pluginId)
    .filter(pluginId => !reserved.has(pluginId));
  const isOwn = (extensionId: string) =>
    pluginIds.some(pluginId => isExtensionOfPlugin(extensionId, pluginId));
  return (list.config.extensions as JsonValue[]).flatMap(entry =>
    allowedEntry(entry, isOwn),
  );
}

/** An entry is an extension id, or an object whose keys are extension ids. */
function allowedEntry(
  entry: JsonValue,
  isOwn: (extensionId: string) => boolean,
): JsonValue[] {
  if (typeof entry === 'string') return isOwn(entry) ? [entry] : [];
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return [];
  }
  const own = Object.entries(entry).filter(([id]) => isOwn(id));
  return own.length > 0 ? [Object.fromEntries(own) as JsonObject] : [];
}
