/**
 * The `@backstage/*` release that an environment runs and that artifacts are packed against, e.g. `1.55.0`.
 *
 * @public
 */
export type BackstageRelease = string;

/**
 * A sha512 digest in the form npm uses, `sha512-<base64>`.
 *
 * @public
 */
export type Integrity = string;

/**
 * A content address: `sha256-<64 hex digits>`.
 *
 * @public
 */
export type Digest = string;

/** Matches a {@link Digest}. @public */
export const DIGEST_PATTERN = /^sha256-[0-9a-f]{64}$/;

/**
 * The Backstage roles of packages that Sceneshift knows.
 *
 * @public
 */
export type PackageRole =
  | 'frontend-plugin'
  | 'frontend-plugin-module'
  | 'backend-plugin'
  | 'backend-plugin-module'
  | 'common-library'
  | 'node-library'
  | 'web-library';

/** Roles whose versions need an artifact before they are installable. @public */
export const HOSTED_ROLES: readonly PackageRole[] = [
  'frontend-plugin',
  'frontend-plugin-module',
  'backend-plugin',
  'backend-plugin-module',
];

/** True when versions of this role are loaded by a host or by the app. @public */
export function isHostedRole(role: string | undefined): role is PackageRole {
  return HOSTED_ROLES.includes(role as PackageRole);
}
