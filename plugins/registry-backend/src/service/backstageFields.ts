import { isHostedRole } from '@sceneshift/backstage-platform-common';
import type { VersionRelations } from '@sceneshift/backstage-plugin-registry-common';
import { isObject } from '../ingest/isObject';

/** What a package.json says about the plugin that it belongs to. */
export interface BackstageFields {
  role?: string;
  pluginId?: string;
  /** For modules: the plugin that they extend, which is the one they name. */
  extendsPluginId?: string;
  pluginPackages: string[];
  supportedRelease?: string;
}

export function readBackstageFields(
  packageJson: Record<string, unknown>,
): BackstageFields {
  const fields = isObject(packageJson.backstage) ? packageJson.backstage : {};
  const role = text(fields.role, 64);
  const pluginId = text(fields.pluginId, 128);
  return {
    role,
    pluginId,
    extendsPluginId: role?.endsWith('-module') ? pluginId : undefined,
    pluginPackages: strings(fields.pluginPackages),
    supportedRelease: text(fields['supported-versions'], 64),
  };
}

/** True when versions of the package need an artifact before they can be installed. */
export function needsArtifact(role: string | null | undefined): boolean {
  return isHostedRole(role ?? undefined);
}

/** A string of the author's, unless it is none or too long to be meant. */
export function text(value: unknown, max = 2_000): string | undefined {
  return typeof value === 'string' && value.length <= max ? value : undefined;
}

/** The strings of an author's list. */
export function strings(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((item): item is string => text(item, 214) !== undefined)
    .slice(0, 100);
}

/** The strings of an author's map, such as dependencies. */
export function stringMap(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** What the `sceneshift` field says about other plugins; undefined when it says nothing. */
export function readRelations(
  packageJson: Record<string, unknown>,
): VersionRelations | undefined {
  const { sceneshift } = packageJson;
  if (!isObject(sceneshift)) return undefined;
  const requires = stringMap(sceneshift.requires);
  const conflicts = stringMap(sceneshift.conflicts);
  const provides = stringMap(sceneshift.provides);
  return { requires, conflicts, provides };
}
