import type { VersionFacts } from '../types';

/**
 * Where facts come from: a request, or a snapshot of a registry. Its facts never change.
 *
 * @public
 */
export interface PackageSource {
  /** Identifies the facts; goes into locks. */
  readonly snapshot?: string;
  /** Every package name. */
  names(): Iterable<string>;
  /** The versions of a package in any order, or undefined when no such package is known. */
  versionsOf(name: string): readonly string[] | undefined;
  /** Undefined when no such version is known. */
  factsOf(name: string, version: string): VersionFacts | undefined;
  /** The versions that are yanked, deprecated or have advisories. Without it, the facts of all versions are read to find them. */
  markedVersionsOf?(name: string): readonly string[] | undefined;
}
