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
import { hostsAreStopped } from '../pause/hostsAreStopped';
import type { HostCredentials } from './HostCredentials';
import type { ReplicaAim } from './ReplicaAim';
import { mergedConfig, specDigest } from './specDigest';

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
    hosts: hostsAreStopped(environment)
      ? []
      : backendPlugins(content)
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
  const own = input.credentials.find(
    candidate => candidate.pluginId === pluginId,
  );
  // Credentials are made before a generation is desired, and removed after it is no more.
  if (!own) return [];
  const credentials = {
    ...own,
    databaseName: plugin.database ?? own.databaseName,
  };
  const { host, port } = input.database;
  const { databaseName, roleName, password } = credentials;
  const { keyId, publicKey, privateKey } = credentials;
  const packages = hostPackages(input.content, pluginId);
  const config = mergedConfig(input.content, packages);
  return [
    {
      pluginId,
      specDigest: specDigest(input, { packages, config, credentials }),
      packages: packages.map(toDesiredPackage),
      config: openSecrets(config, input.secrets),
      secretValues: secretValues(config, input.secrets),
      database: {
        host,
        port,
        user: roleName,
        password,
        database: databaseName,
      },
      signingKey: { keyId, publicKey, privateKey },
    },
  ];
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
