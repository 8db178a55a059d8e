import { isSecretReference } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { DatabaseAddress } from '../config/databaseAddress';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import {
  backendPlugins,
  hostPackages,
  type GenerationContent,
  type LockedPackage,
} from '../domain/GenerationContent';
import { leaves } from '../domain/configPaths';
import { hashOf } from '../domain/hashOf';
import { ownConfig } from '../planner/checkConfig';

/** What all hosts of an environment have in common. */
export interface SpecInput {
  environment: Pick<
    EnvironmentRecord,
    'backstageRelease' | 'sharedConfigHash' | 'policy'
  >;
  content: GenerationContent;
  /** By name. */
  secrets: ReadonlyMap<string, { version: number }>;
  database: DatabaseAddress;
}

/** What tells one host from another: the same inputs always have the same digest. */
export interface HostIdentity {
  pluginId: string;
  databaseName: string;
  keyId: string;
}

/**
 * Changes exactly when a host has to be replaced. Secrets enter as name and version: the digest is reported and shown, and must
 * not be a way to guess a value.
 */
export function specDigest(
  { environment, database, secrets }: SpecInput,
  host: {
    packages: LockedPackage[];
    config: Record<string, unknown>;
    credentials: Pick<HostIdentity, 'databaseName' | 'keyId'>;
  },
): string {
  const { packages, config, credentials } = host;
  const secretVersions = leaves(config).flatMap(({ path, value }) =>
    isSecretReference(value)
      ? [{ path, version: secrets.get(value.$secret)?.version ?? 0 }]
      : [],
  );
  return hashOf({
    release: environment.backstageRelease,
    sharedConfig: environment.sharedConfigHash,
    maxOldSpaceMb: environment.policy.maxOldSpaceMb,
    packages: packages.map(({ name, digest }) => ({ name, digest })),
    config,
    secretVersions,
    database: { ...database, name: credentials.databaseName },
    keyId: credentials.keyId,
  });
}

/** The digests of all hosts of a generation, by plugin. */
export function specDigests(
  input: SpecInput,
  identities: HostIdentity[],
): Map<string, string> {
  const digests = new Map<string, string>();
  for (const plugin of backendPlugins(input.content)) {
    const { pluginId, enabled, database } = plugin;
    const own = identities.find(identity => identity.pluginId === pluginId);
    if (!own || !enabled) continue;
    const packages = hostPackages(input.content, pluginId);
    const config = mergedConfig(input.content, packages);
    const databaseName = database ?? own.databaseName;
    const credentials = { keyId: own.keyId, databaseName };
    digests.set(pluginId, specDigest(input, { packages, config, credentials }));
  }
  return digests;
}

/** The plugin's own configuration and that of plugins whose modules join its host. */
export function mergedConfig(
  content: GenerationContent,
  packages: LockedPackage[],
): Record<string, unknown> {
  const names = new Set(packages.map(({ name }) => name));
  const contributors = content.plugins.filter(plugin =>
    plugin.packages.some(({ name }) => names.has(name)),
  );
  return Object.assign({}, ...contributors.map(ownConfig));
}
