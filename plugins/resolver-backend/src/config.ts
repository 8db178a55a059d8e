import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { SolverLimits } from './solver/SolverPool';

/** The resolver's configuration, read and checked once. */
export interface ResolverConfig {
  limits: SolverLimits & { bodyBytes: number };
  /** The release of the environment that this portal serves. */
  defaultRelease?: string;
}

const LIMITS = 'sceneshift.resolver.limits';
const MIB = 1024 * 1024;

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
  };
}

function currentRelease(root: RootConfigService): string | undefined {
  const name =
    root.getOptionalString('sceneshift.environment') ?? 'development';
  return root
    .getOptionalConfigArray('sceneshift.environments')
    ?.find(environment => environment.getString('name') === name)
    ?.getOptionalString('backstageRelease');
}

function positive(key: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${LIMITS}.${key} must be a whole number above 0`);
}
