/**
 * What is known about one version of a package. Further fields are ignored, unless their names are slips of the pen.
 *
 * @public
 */
export interface VersionFacts {
  /** Installed along, in range. */
  dependencies?: Record<string, string>;
  /** Satisfied by the host, or else installed along. */
  peerDependencies?: Record<string, string>;
  /** An optional peer only constrains a package that is there anyway. */
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  /** Installed if they fit, else skipped with a warning. */
  optionalDependencies?: Record<string, string>;
  /** Packages, host packages included, that must not be there in this range. */
  conflicts?: Record<string, string>;
  /** Capability to version. */
  provides?: Record<string, string>;
  /** Capability to range. */
  requires?: Record<string, string>;
  /** The author's text. */
  deprecated?: string | boolean;
  yanked?: boolean;
  advisories?: Advisory[];
  /** Goes into the lock. */
  integrity?: string;
  /** ISO 8601. Versions without it are as old as need be. */
  publishedAt?: string;
}

/** @public */
export interface Advisory {
  id: string;
  severity: Severity;
}

/** An advisory that someone decided to live with. @public */
export interface AcceptedAdvisory {
  id: string;
  /** Default: all that have the advisory. */
  package?: string;
  /** Versions of the package. Default: all. */
  range?: string;
  /** ISO 8601: from then on it counts again. Needs `asOf`, as the resolver has no clock. Default: no end. */
  until?: string;
  reason?: string;
}

/** @public */
export type Severity = 'low' | 'moderate' | 'medium' | 'high' | 'critical';

/** Package name to version to facts. @public */
export type PackageFacts = Record<string, Record<string, VersionFacts>>;

/** @public */
export interface ResolveOptions {
  /** Ranges match prereleases too. Default false. */
  includePrerelease?: boolean;
  /** `lowest` is for checking lower bounds in CI. Default `highest`. */
  strategy?: 'highest' | 'lowest';
  /** Package name to the version that wins over every range. */
  overrides?: Record<string, string>;
  /** Remove installed packages that no root needs. Default false. */
  prune?: boolean;
  /** Default true. */
  allowDowngrade?: boolean;
  /** Default true. */
  allowRemove?: boolean;
  /** Versions with an advisory of this severity or worse are not selectable. Default `high`. */
  advisorySeverity?: Severity;
  /** Ids of advisories whose versions are not selectable, whatever the severity: what is asked is to be rid of them. */
  fixAdvisories?: string[];
  /** Advisories that keep nothing from being selected; each is told in a warning. `fixAdvisories` wins over them. */
  acceptAdvisories?: AcceptedAdvisory[];
  /** Package name to the range that its version must be in, whoever asks. Policy of an environment. */
  pins?: Record<string, string>;
  /** Package name to versions that must not be selected. Policy of an environment. */
  denied?: Record<string, string>;
  /** ISO 8601: what was published later is not selectable, unless it is installed. Default: no limit. */
  asOf?: string;
  /**
   * Versions younger than this at `asOf` are not selectable, unless they are installed or named exactly by a root or an override.
   * 0 to 3 650, default 0; needs `asOf`.
   */
  minimumReleaseAgeDays?: number;
  /** Milliseconds, 1 to 60 000. Default 5 000. */
  timeoutMs?: number;
}

/**
 * What is asked, and of which environment.
 *
 * @public
 */
export interface ResolveRequest {
  /** Omitted: the source of the {@link ResolveContext}. */
  packages?: PackageFacts;
  /** Host package to the version that the environment provides. */
  host?: Record<string, string>;
  /** Instead of `host`, when the {@link ResolveContext} knows the release. */
  backstageRelease?: string;
  /** Package name to the range that is asked for. */
  roots?: Record<string, string>;
  installed?: Record<string, string>;
  /** Installed packages that should move to the newest version possible. */
  update?: string[] | 'all';
  options?: ResolveOptions;
}

/** @public */
export interface Change {
  name: string;
  from?: string;
  to?: string;
  kind: 'install' | 'upgrade' | 'downgrade' | 'remove';
  reason: string;
}

/** @public */
export type WarningCode =
  | 'ADVISORY'
  | 'DEPRECATED'
  | 'HOST_PROVIDES'
  | 'INSTALLED_UNKNOWN'
  | 'OPTIONAL_SKIPPED'
  | 'OVERRIDE'
  | 'UPDATE_NOT_INSTALLED'
  | 'YANKED';

/** @public */
export interface ResolveWarning {
  code: WarningCode;
  package: string;
  version?: string;
  message: string;
}

/**
 * Packages to change together, after all earlier steps and before all later ones.
 *
 * @public
 */
export interface Step {
  packages: string[];
  /** True when no valid state lies between the changes of these packages. */
  atomic: boolean;
}

/** @public */
export interface Lock {
  lockVersion: 1;
  /** The id of the facts that the versions were chosen from, when they have one. */
  snapshot: string | null;
  /** The Backstage release of the environment, when it was named. */
  release: string | null;
  packages: Record<string, { version: string; integrity?: string }>;
}

/** @public */
export interface ResolveStats {
  /** Attempts: 1 + the number of times that the search had to go back. */
  tries: number;
  /** Wall time. The one part of an answer that differs from run to run. */
  ms: number;
}

/** @public */
export interface ResolveSuccess {
  ok: true;
  solution: Record<string, string>;
  changes: Change[];
  /** Whether the solution was proven the best in every criterion within the time limit. */
  optimal: boolean;
  warnings: ResolveWarning[];
  steps: Step[];
  lock: Lock;
  stats: ResolveStats;
}

/**
 * A change of the request that was tried and works.
 *
 * @public
 */
export interface Fix {
  description: string;
  /** RFC 7396 merge patch of the request. */
  patch: Record<string, unknown>;
  solution: Record<string, string>;
}

/** @public */
export interface ResolveConflict {
  ok: false;
  /** Numbered lines. */
  explanation: string;
  /**
   * A smallest set of roots that cannot be met together. When the environment contradicts itself whatever is asked: a smallest set
   * of installed packages, with their versions, that cannot all stay.
   */
  conflict: Record<string, string>;
  fixes: Fix[];
  stats: ResolveStats;
}

/** @public */
export interface ResolveError {
  ok: false;
  error: {
    code: 'INPUT_INVALID' | 'TIMEOUT';
    /** JSON pointer into the request. */
    field: string;
    message: string;
    /** With `TIMEOUT`: how far the search came. */
    partial?: PartialResult;
  };
}

/** @public */
export interface PartialResult {
  /** Versions that were chosen when the time was over. Not a solution. */
  decided: Record<string, string>;
  /** What had been ruled out, newest last, at most 20. */
  facts: string[];
  tries: number;
}

/** @public */
export type ResolveAnswer = ResolveSuccess | ResolveConflict | ResolveError;
