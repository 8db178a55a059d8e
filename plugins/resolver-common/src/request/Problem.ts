import type { AcceptedAdvisory, Severity } from '../types';
import type { PackageSource } from '../world/PackageSource';

/** A request that was read and found well-formed, with every default filled in. */
export interface Problem {
  readonly source: PackageSource;
  readonly host: ReadonlyMap<string, string>;
  readonly release: string | undefined;
  readonly roots: ReadonlyMap<string, string>;
  readonly installed: ReadonlyMap<string, string>;
  readonly update: ReadonlySet<string>;
  readonly options: ProblemOptions;
  /** Known Backstage releases and their host packages. */
  readonly baselines: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** See `ResolveContext`. */
  readonly readWholeAfter: number | undefined;
}

/** See `ResolveOptions`. */
export interface ProblemOptions {
  readonly includePrerelease: boolean;
  readonly strategy: 'highest' | 'lowest';
  readonly overrides: ReadonlyMap<string, string>;
  readonly prune: boolean;
  readonly allowDowngrade: boolean;
  readonly allowRemove: boolean;
  readonly advisorySeverity: Severity;
  readonly fixAdvisories: ReadonlySet<string>;
  readonly acceptAdvisories: readonly AcceptedAdvisory[];
  readonly pins: ReadonlyMap<string, string>;
  readonly denied: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly asOf: number | undefined;
  readonly minimumReleaseAgeDays: number;
  readonly timeoutMs: number;
}

/** By code unit, so that no locale has a say. */
export function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
