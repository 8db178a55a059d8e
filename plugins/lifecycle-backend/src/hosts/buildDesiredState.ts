import {
  isSecretReference,
  type DesiredHost,
  type DesiredPackage,
  type DesiredState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { JsonObject } from '@backstage/types';
import type { DatabaseAddress } from '../config/databaseAddress';
import type { OpenSecret } from '../database/SecretStore';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import {
  backendPlugins,
  hostPackages,
  type GenerationContent,
  type LockedPackage,
  type LockedPlugin,
} from '../domain/GenerationContent';
import { leaves, setPath } from '../domain/configPaths';
import { hashOf } from '../domain/hashOf';
import { ownConfig } from '../planner/checkConfig';
import type { HostCredentials } from './HostCredentials';
import type { ReplicaAim } from './ReplicaAim';

/** All that a desired state is made of. */
export interface DesiredStateInput {
  environment: EnvironmentRecord;
  /** What the supervisor that asks is to run. */
  aim: ReplicaAim;
  content: GenerationContent;
  sharedConfig: JsonObject;
  secrets: Map<string, OpenSecret>;
  credentials: HostCredentials[];
  database: DatabaseAddress;
}

/** What supervisors are told to run: the same input always gives the same state. */
export function buildDesiredState(input: DesiredStateInput): DesiredState {
  const { environment, aim, content, sharedConfig } = input;
  const { canaryMs: _, ...policy } = environment.policy;
  return {
    environment: environment.name,
    revision: aim.revision,
    generation: aim.generation,
    ...(aim.rolloutId && { rolloutId: aim.rolloutId }),
    backstageRelease: environment.backstageRelease,
    hosts: backendPlugins(content)
      .filter(({ enabled }) => enabled)
      .flatMap(plugin => buildHost(input, plugin)),
    sharedConfig,
    policy,
  };
}

function buildHost(
  input: DesiredStateInput,
  plugin: LockedPlugin,
): DesiredHost[] {
  const { pluginId } = plugin;
  const credentials = input.credentials.find(
    candidate => candidate.pluginId === pluginId,
  );
  // Credentials are made before a generation is desired, and removed after it is no more.
  if (!credentials) return [];
  const { host, port } = input.database;
  const { databaseName, roleName, password } = credentials;
  const { keyId, publicKey, privateKey } = credentials;
  const packages = hostPackages(input.content, pluginId);
  const config = mergedConfig(input.content, packages);
  return [
    {
      pluginId,
      specDigest: specDigest(input, packages, config, credentials),
      packages: packages.map(toDesiredPackage),
      config: openSecrets(config, input.secrets),
      secretValues: secretValues(config, input.secrets),
      database: {
        host,
        port,
        user: roleName,
        password,
        database: plugin.database ?? databaseName,
      },
      signingKey: { keyId, publicKey, privateKey },
    },
  ];
}

/** Secrets enter as name and version: the digest is reported and shown, and must not be a way to guess a value. */
function specDigest(
  input: DesiredStateInput,
  packages: LockedPackage[],
  config: Record<string, unknown>,
  credentials: HostCredentials,
): string {
  const { environment, database, secrets } = input;
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
    database: { ...database, name: databaseName },
    keyId: credentials.keyId,
  });
}

function toDesiredPackage(item: LockedPackage): DesiredPackage {
  const { name, version, digest, size } = item;
  return {
    name,
    version,
    role: item.role as DesiredPackage['role'],
    digest,
    downloadPath: `/api/registry/v1/packages/${encodeURIComponent(
      name,
    )}/versions/${encodeURIComponent(version)}/artifacts/${digest}`,
    size,
  };
}

/** The plugin's own configuration and that of plugins whose modules join its host. */
function mergedConfig(
  content: GenerationContent,
  packages: LockedPackage[],
): Record<string, unknown> {
  const names = new Set(packages.map(({ name }) => name));
  const contributors = content.plugins.filter(plugin =>
    plugin.packages.some(({ name }) => names.has(name)),
  );
  return Object.assign({}, ...contributors.map(ownConfig));
}

/** A secret that was deleted meanwhile leaves its place empty: that host says what it misses, the others run. */
function openSecrets(
  config: Record<string, unknown>,
  secrets: Map<string, OpenSecret>,
): Record<string, unknown> {
  const open = structuredClone(config);
  for (const { path, value } of leaves(config)) {
    if (isSecretReference(value)) {
      setPath(open, path, secrets.get(value.$secret)?.value);
    }
  }
  return open;
}

/** What the host's logger must never write: known here, where secrets are told from other values. */
function secretValues(
  config: Record<string, unknown>,
  secrets: Map<string, OpenSecret>,
): string[] {
  const values = leaves(config).flatMap(({ value }) =>
    isSecretReference(value) ? [secrets.get(value.$secret)?.value] : [],
  );
  return [...new Set(values.filter(value => typeof value === 'string'))];
}
