import type { ResolveAnswer, ResolveSuccess, ResolveWarning } from '../types';

/** A version that the registry has and that no answer may choose. @public */
export interface ExcludedVersion {
  name: string;
  version: string;
  /** A sentence: what is wrong with it, for all known releases. */
  reason: string;
}

/** A warning about facts of the registry, beside those of the solver. @public */
export interface RegistryWarning extends Omit<ResolveWarning, 'code'> {
  /** A declared `@backstage/*` range that the release does not meet. The link check passed, so it may well work. */
  code: 'BACKSTAGE_RANGE';
}

/**
 * What `POST /v1/resolve` answers: the solver's answer. `excluded` comes along when the facts are the registry's.
 *
 * @public
 */
export type ResolverAnswer = (
  | (Omit<ResolveSuccess, 'warnings'> & {
      warnings: Array<ResolveWarning | RegistryWarning>;
    })
  | Exclude<ResolveAnswer, ResolveSuccess>
) & {
  /** Versions of the packages in question that were not looked at. */
  excluded?: ExcludedVersion[];
  /** Present when the registry did not answer, and its facts of an earlier look were used. */
  staleFacts?: StaleFacts;
};

/** That facts are not of this moment. @public */
export interface StaleFacts {
  /** ISO 8601: when everything was known last. */
  readAt: string;
  /** A sentence: why, and what it means. */
  message: string;
}
