import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isHostedRole,
  SceneshiftError,
  type PackageRole,
} from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import { z } from 'zod';

const NAME = /^(@[a-z0-9~_-][a-z0-9._~-]*\/)?[a-z0-9~_-][a-z0-9._~-]*$/i;

const stringMap = z.record(z.string(), z.string());

const manifestSchema = z.looseObject({
  // Names become folders, so they must be names.
  name: z.string().regex(NAME),
  version: z.string().refine(version => semver.valid(version) !== null),
  main: z.string().optional(),
  module: z.string().optional(),
  type: z.string().optional(),
  exports: z.unknown().optional(),
  files: z.array(z.string()).optional(),
  scripts: stringMap.optional(),
  dependencies: stringMap.optional(),
  devDependencies: stringMap.optional(),
  optionalDependencies: stringMap.optional(),
  peerDependencies: stringMap.optional(),
  peerDependenciesMeta: z
    .record(z.string(), z.looseObject({ optional: z.boolean().optional() }))
    .optional(),
  backstage: z
    .looseObject({
      role: z.string().optional(),
      pluginId: z.string().optional(),
      pluginPackages: z.array(z.string()).optional(),
      features: stringMap.optional(),
    })
    .optional(),
  sceneshift: z
    .looseObject({
      migrations: z.enum(['none', 'compatible', 'one-way']).optional(),
    })
    .optional(),
});

/** The parts of a package.json that packing reads; everything else is kept as it is. */
export type PackageManifest = z.infer<typeof manifestSchema>;

/** A package that hosts or the app load. */
export interface HostedPackage {
  role: PackageRole;
  pluginId: string;
  platform: 'backend' | 'frontend';
  isModule: boolean;
}

/** Reads and checks a folder's package.json. */
export async function readManifest(
  directory: string,
): Promise<PackageManifest> {
  try {
    const text = await readFile(join(directory, 'package.json'), 'utf8');
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new SceneshiftError(
      'PACKAGE_JSON_INVALID',
      `The package.json of '${directory}' is missing or malformed; it needs at least a valid name and version`,
      { cause: error },
    );
  }
}

/** Says what a package is to a host, or refuses it in a sentence that names the missing field. */
export function classify(manifest: PackageManifest): HostedPackage {
  const role = manifest.backstage?.role;
  if (!isHostedRole(role)) {
    throw new SceneshiftError(
      'PACK_ROLE_UNSUPPORTED',
      `${manifest.name} has ${
        role ? `the role '${role}'` : 'no backstage.role'
      }; only plugins and plugin modules are packed, libraries travel inside the plugins that use them`,
    );
  }
  const pluginId = manifest.backstage?.pluginId;
  if (!pluginId) {
    throw new SceneshiftError(
      'PACK_NO_PLUGIN_ID',
      `${manifest.name} has no backstage.pluginId in its package.json; run 'backstage-cli repo fix --publish' and publish a new version`,
    );
  }
  return {
    role,
    pluginId,
    platform: role.startsWith('backend') ? 'backend' : 'frontend',
    isModule: role.endsWith('-module'),
  };
}

/** The beginning of file names for a version, as npm forms it: `scope-name-1.2.3`. */
export function fileNameOf(manifest: PackageManifest): string {
  const name = manifest.name.replace(/^@/, '').replaceAll('/', '-');
  return `${name}-${manifest.version}`;
}
