import type { Advisory, Severity } from '../types';
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
  readonly timeoutMs: number;
}

const SEVERITIES: Record<Severity, number> = {
  low: 1,
  moderate: 2,
  medium: 2,
  high: 3,
  critical: 4,
};

/** Whether an advisory keeps a version from being selected. */
export function isBarred(
  { id, severity }: Advisory,
  { advisorySeverity, fixAdvisories }: ProblemOptions,
): boolean {
  return (
    SEVERITIES[severity] >= SEVERITIES[advisorySeverity] ||
    fixAdvisories.has(id)
  );
}

/** Everything that can be told from the request without a search. */
export const severities = Object.keys(SEVERITIES) as Severity[];

/** By code unit, so that no locale has a say. */
export function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
