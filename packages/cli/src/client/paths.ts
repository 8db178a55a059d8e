import { CliError, EXIT } from '../runtime/CliError';

/**
 * A value as one segment of a path.
 *
 * @param noun - what the value is, for people
 */
export function segment(noun: string, value: string): string {
  // URLs take dots for folders, and a path that ends early is another one, such as that of the listing.
  const isSegment = value.trim() !== '' && !/^\.\.?$/.test(value);
  if (isSegment) return encodeURIComponent(value);
  throw new CliError(
    `${JSON.stringify(value)} is not the ${noun}: give the one that is meant`,
    EXIT.usage,
    'INPUT_INVALID',
  );
}

/** Path of a version in the registry's REST API; scoped names are one segment. */
export function versionPath(name: string, version: string): string {
  const encoded = segment('name of a package', name).replace('%40', '@');
  return `/api/registry/v1/packages/${encoded}/versions/${segment(
    'version of a package',
    version,
  )}`;
}

/** Path of an environment in the lifecycle's REST API. */
export function environmentPath(environment: string): string {
  const name = segment('name of an environment', environment);
  return `/api/lifecycle/v1/environments/${name}`;
}
