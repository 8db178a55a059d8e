import { resolve } from 'node:path';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig, type Config } from '@backstage/config';
import { durationToMilliseconds, type JsonObject } from '@backstage/types';
import { MAX_REQUESTS_IN_FLIGHT } from '@sceneshift/backstage-platform-common';
import {
  PORTAL_PLUGIN_IDS,
  PORTAL_ROUTES,
  type EnvironmentPolicy,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { readSharedConfig } from './sharedConfig';

/** One entry of `sceneshift.environments`. */
export interface EnvironmentDefinition {
  name: string;
  title: string;
  organization: string;
  backstageRelease: string;
  policy: EnvironmentPolicy;
  sharedConfig: JsonObject;
}

/** The room's configuration, read and validated once. */
export interface LifecycleConfig {
  /** The environment that this portal itself serves. */
  currentEnvironment: string;
  environments: EnvironmentDefinition[];
  reservedPluginIds: string[];
  reservedRoutes: string[];
  rolloutTimeoutMs: number;
  replicaTimeoutMs: number;
  /** Kept databases of plugins. */
  snapshots: { retentionMs: number };
  /** Data of plugins that were removed with it. */
  exports: { retentionMs: number };
  remotes: {
    directory: string;
    retentionMs: number;
    diskBudgetBytes: number;
  };
}

/** Limits and times. */
const DEFAULT_LIMITS = {
  gateTimeoutMs: 30_000,
  probationMs: 30_000,
  drainTimeoutMs: 20_000,
  maxOldSpaceMb: 256,
  maxRssMb: 512,
  heartbeatTimeoutMs: 5_000,
  requestTimeoutMs: 60_000,
  maxRequestsInFlight: MAX_REQUESTS_IN_FLIGHT,
  canaryMs: 10_000,
} satisfies EnvironmentPolicy;

const MONTH_MS = 30 * 24 * 3_600_000;

const NAME_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads `sceneshift.*` as far as this room owns it. */
export function readLifecycleConfig(root: RootConfigService): LifecycleConfig {
  const config = root.getOptionalConfig('sceneshift');
  const extra = (key: string) => config?.getOptionalStringArray(key) ?? [];
  const environments = readEnvironments(root, config);
  return {
    currentEnvironment: readCurrentEnvironment(config, environments),
    environments,
    reservedPluginIds: [...PORTAL_PLUGIN_IDS, ...extra('reservedPluginIds')],
    reservedRoutes: [...PORTAL_ROUTES, ...extra('reservedRoutes')],
    rolloutTimeoutMs: readMilliseconds(config, 'rollouts.timeout', 120_000),
    replicaTimeoutMs: readMilliseconds(config, 'replicas.timeout', 15_000),
    snapshots: {
      retentionMs: readMilliseconds(config, 'snapshots.retention', MONTH_MS),
    },
    exports: {
      retentionMs: readMilliseconds(config, 'exports.retention', MONTH_MS),
    },
    remotes: {
      directory: resolve(
        config?.getOptionalString('remotes.directory') ?? '.data/remotes',
      ),
      retentionMs: readMilliseconds(
        config,
        'remotes.retention',
        7 * 24 * 3_600_000,
      ),
      diskBudgetBytes:
        (config?.getOptionalNumber('remotes.diskBudgetMb') ?? 2_048) *
        1_048_576,
    },
  };
}

function readCurrentEnvironment(
  config: Config | undefined,
  environments: EnvironmentDefinition[],
): string {
  const current = config?.getOptionalString('environment') ?? 'development';
  if (environments.some(({ name }) => name === current)) return current;
  throw new Error(
    `The environment '${current}' that this portal serves (sceneshift.environment) is not one of sceneshift.environments`,
  );
}

function readEnvironments(
  root: RootConfigService,
  config: Config | undefined,
): EnvironmentDefinition[] {
  const entries = config?.getOptionalConfigArray('environments') ?? [];
  const environments = entries.map(entry => readEnvironment(root, entry));
  const names = environments.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new Error(
      `The environment '${twice}' stands twice in sceneshift.environments: names are unique in a control plane`,
    );
  }
  return environments;
}

function readEnvironment(
  root: RootConfigService,
  entry: Config,
): EnvironmentDefinition {
  const name = entry.getString('name');
  if (!NAME_PATTERN.test(name)) {
    throw new Error(
      `Invalid name '${name}' in sceneshift.environments: use lower case letters, digits and hyphens`,
    );
  }
  return {
    name,
    title: entry.getOptionalString('title') ?? name,
    organization: entry.getString('organization'),
    backstageRelease: entry.getString('backstageRelease'),
    policy: readPolicy(entry.getOptionalConfig('policy')),
    sharedConfig: readSharedConfig(root, entry),
  };
}

function readPolicy(config: Config | undefined): EnvironmentPolicy {
  const limits = { ...DEFAULT_LIMITS };
  for (const key of Object.keys(limits) as Array<keyof typeof limits>) {
    limits[key] = config?.getOptionalNumber(key) ?? limits[key];
  }
  const undoOnUnhandledErrors =
    config?.getOptionalBoolean('undoOnUnhandledErrors') ?? true;
  return { ...limits, undoOnUnhandledErrors };
}

function readMilliseconds(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  return config?.has(key)
    ? durationToMilliseconds(readDurationFromConfig(config, { key }))
    : fallback;
}
