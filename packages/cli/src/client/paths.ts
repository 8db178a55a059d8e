/** Path of a version in the registry's REST API; scoped names are one segment. */
export function versionPath(name: string, version: string): string {
  const encoded = encodeURIComponent(name).replace('%40', '@');
  return `/api/registry/v1/packages/${encoded}/versions/${encodeURIComponent(
    version,
  )}`;
}

/** Path of an environment in the lifecycle's REST API. */
export function environmentPath(environment: string): string {
  return `/api/lifecycle/v1/environments/${encodeURIComponent(environment)}`;
}
