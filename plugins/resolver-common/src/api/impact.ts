/** Body of `POST /v1/impact`. @public */
export interface ImpactRequest {
  remove: string[];
  environment?: string;
  /** Needed without `environment`. */
  installed?: Record<string, string>;
}

/** What a removal would break. @public */
export interface RemovalImpact {
  remove: string[];
  /** Installed packages that need one of them, directly or through others. */
  breaks: Array<{
    name: string;
    version: string;
    /** From the package to the removed one that it needs. */
    path: string[];
    reason: string;
  }>;
  /** Installed packages that lose a wish of theirs, but go on working. */
  weakens: Array<{ name: string; version: string; reason: string }>;
  /** One sentence. */
  summary: string;
}
