import type { RootConfigService } from '@backstage/backend-plugin-api';
import {
  currentEnvironment,
  currentRelease,
} from '@sceneshift/backstage-platform-node';
import type { Severity } from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';
import type { SolverLimits } from './solver/SolverPool';

/** The resolver's configuration, read and checked once. */
export interface ResolverConfig {
  limits: SolverLimits & { bodyBytes: number };
  /** The release of the environment that this portal serves. */
  defaultRelease?: string;
  policies: VersionPolicies;
}

/** Which versions an environment puts up with. */
export interface VersionPolicy {
  advisorySeverity?: Severity;
  includePrerelease?: boolean;
  minimumReleaseAgeDays?: number;
  pins?: Record<string, string>;
  denied?: Record<string, string>;
}

/** The policies of a control plane. */
export interface VersionPolicies {
  /** The environment that this portal serves. */
  current: string;
  /** Of environments that have none of their own. */
  base: VersionPolicy;
  /** The base with what each environment says on top. */
  byEnvironment: ReadonlyMap<string, VersionPolicy>;
}

type Config = ReturnType<RootConfigService['getConfig']>;

const LIMITS = 'sceneshift.resolver.limits';
const MOST_DAYS = 3_650;
const MIB = 1024 * 1024;
const SEVERITIES = ['low', 'moderate', 'high', 'critical'] as const;

/** A request may ask for a minute of search; reading and writing take a little longer. */
const TASK_MS = 75_000;

export function readResolverConfig(root: RootConfigService): ResolverConfig {
  const limit = (key: string, fallback: number) =>
    positive(key, root.getOptionalNumber(`${LIMITS}.${key}`) ?? fallback);
  return {
    limits: {
      threads: limit('threads', 2),
      waiting: limit('waiting', 100),
      heapMb: limit('heapMegabytes', 512),
      bodyBytes: limit('bodyBytes', 64 * MIB),
      taskMs: TASK_MS,
    },
    defaultRelease: currentRelease(root),
    policies: readPolicies(root),
  };
}

function positive(key: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${LIMITS}.${key} must be a whole number above 0`);
}

function readPolicies(root: RootConfigService): VersionPolicies {
  const basePath = 'sceneshift.resolver.policy';
  const base = readPolicy(root.getOptionalConfig(basePath), basePath);
  const environments =
    root.getOptionalConfigArray('sceneshift.environments') ?? [];
  return {
    current: currentEnvironment(root),
    base,
    byEnvironment: new Map(
      environments.map(environment => {
        const name = environment.getString('name');
        const own = readPolicy(
          environment.getOptionalConfig('policy'),
          `policy of the environment '${name}'`,
        );
        return [name, overlaid(base, own)];
      }),
    ),
  };
}

/** An environment speaks for itself; pins and denials add up, package by package. */
function overlaid(base: VersionPolicy, own: VersionPolicy): VersionPolicy {
  return {
    ...base,
    ...own,
    ...(base.pins && { pins: { ...base.pins, ...own.pins } }),
    ...(base.denied && { denied: { ...base.denied, ...own.denied } }),
  };
}

function readPolicy(config: Config | undefined, where: string): VersionPolicy {
  if (!config) return {};
  const severity = config.getOptionalString('advisorySeverity');
  const includePrerelease = config.getOptionalBoolean('includePrerelease');
  const pins = readRanges(config, 'pins', where);
  const denied = readRanges(config, 'denied', where);
  return {
    ...(severity !== undefined && {
      advisorySeverity: severityOf(severity, where),
    }),
    ...(includePrerelease !== undefined && { includePrerelease }),
    ...readAge(config, where),
    ...(pins && { pins }),
    ...(denied && { denied }),
  };
}

function readAge(config: Config, where: string): VersionPolicy {
  const days = config.getOptionalNumber('minimumReleaseAgeDays');
  if (days === undefined) return {};
  if (Number.isInteger(days) && days >= 0 && days <= MOST_DAYS) {
    return { minimumReleaseAgeDays: days };
  }
  throw new Error(
    `minimumReleaseAgeDays in the ${where} must be a whole number from 0 to ${MOST_DAYS}`,
  );
}

/** Package names have dots and slashes, so they are no config keys: a list of names with ranges. */
function readRanges(
  config: Config,
  key: string,
  where: string,
): Record<string, string> | undefined {
  const entries = config.getOptionalConfigArray(key);
  if (!entries) return undefined;
  return Object.fromEntries(
    entries.map(entry => {
      const range = entry.getOptionalString('range') ?? '*';
      if (semver.validRange(range) === null) {
        throw new Error(
          `${key} in the ${where} has '${range}', which is not a range of versions such as ^1.2.0`,
        );
      }
      return [entry.getString('package'), range];
    }),
  );
}

function severityOf(text: string, where: string): Severity {
  const known = SEVERITIES.find(item => item === text);
  if (known) return known;
  throw new Error(
    `advisorySeverity in the ${where} must be one of ${SEVERITIES.join(', ')}`,
  );
}
