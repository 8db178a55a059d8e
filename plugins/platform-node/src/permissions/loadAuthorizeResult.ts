type PermissionCommon = typeof import('@backstage/plugin-permission-common');

/** Loaded with the first decision: it comes with an HTTP client, which costs more than the rest of this package. */
export function loadAuthorizeResult(): PermissionCommon['AuthorizeResult'] {
  return (require('@backstage/plugin-permission-common') as PermissionCommon)
    .AuthorizeResult;
}
