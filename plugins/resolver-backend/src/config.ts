import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Severity } from '@sceneshift/backstage-plugin-resolver-common';
import type { SolverLimits } from './solver/SolverPool';

/** The resolver's configuration, read and checked once. */
export interface ResolverConfig {
  limits: SolverLimits & { bodyBytes: number };
  /** The release of the environment that this portal serves. */
  defaultRelease?: string;
  /** Of requests that name none: that of the environment that this portal serves. */
  defaultSeverity?: Severity;
  /** By environment, where one is configured. */
  severities: ReadonlyMap<string, Severity>;
}

const LIMITS = 'sceneshift.resolver.limits';
const MIB = 1024 * 1024;
const SEVERITIES = ['low', 'moderate', 'high', 'critical'] as const;

/** A request may ask for a minute of search; reading and writing take a little longer. */
const TASK_MS = 75_000;

export function readResolverConfig(root: RootConfigService): ResolverConfig {
  const limit = (key: string, fallback: number) =>
    positive(key, root.getOptionalNumber(`${LIMITS}.${key}`) ?? fallback);
  const severities = readSeverities(root);
  return {
    limits: {
      threads: limit('threads', 2),
      waiting: limit('waiting', 100),
      heapMb: limit('heapMegabytes', 512),
      bodyBytes: limit('bodyBytes', 64 * MIB),
      taskMs: TASK_MS,
    },
    defaultRelease: currentRelease(root),
    defaultSeverity: severities.get(currentEnvironment(root)),
    severities,
  };
}

function currentRelease(root: RootConfigService): string | undefined {
  const name = currentEnvironment(root);
  return root
    .getOptionalConfigArray('sceneshift.environments')
    ?.find(environment => environment.getString('name') === name)
    ?.getOptionalString('backstageRelease');
}

function positive(key: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${LIMITS}.${key} must be a whole number above 0`);
}

function currentEnvironment(root: RootConfigService): string {
  return root.getOptionalString('sceneshift.environment') ?? 'development';
}

function readSeverities(root: RootConfigService): Map<string, Severity> {
  const severities = new Map<string, Severity>();
  const environments =
    root.getOptionalConfigArray('sceneshift.environments') ?? [];
  for (const environment of environments) {
    const name = environment.getString('name');
    const text = environment.getOptionalString('policy.advisorySeverity');
    if (text !== undefined) severities.set(name, severity(name, text));
  }
  return severities;
}

function severity(environment: string, text: string): Severity {
  const known = SEVERITIES.find(item => item === text);
  if (known) return known;
  throw new Error(
    `policy.advisorySeverity of the environment '${environment}' must be one of ${SEVERITIES.join(
      ', ',
    )}`,
  );
}
