import { BACKSTAGE_RANGE } from '../world/RangeMatcher';
import type { PackageSource } from '../world/PackageSource';
import type { PackageFacts } from '../types';
import { Field, checkName } from './Field';
import { limits } from './limits';
import { refuseUnknownOfRequest } from './knownMembers';
import type { Problem } from './Problem';
import { readOptions } from './readOptions';
import { readVersions } from './readVersions';
import { RequestPackages } from './RequestPackages';
import { Versions } from './Versions';

/**
 * What a request may leave out, because whoever resolves knows it.
 *
 * @public
 */
export interface ResolveContext {
  /** Used when the request has no `packages`. */
  source?: PackageSource;
  /** Backstage release to the host packages of its baseline. */
  baselines?: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Milliseconds since any moment. Default: the process's monotonic clock. */
  now?: () => number;
}

/** What a test may set beside. */
export interface SearchContext extends ResolveContext {
  /**
   * Conflicts that a search meets before it reads all versions of the packages around them; 0: of all packages, from the start. That
   * saves time and changes no answer. Default: 128, and more where there are more than 1,024 packages.
   */
  readWholeAfter?: number;
}

/** Throws a `RequestError` that names the field. */
export function readRequest(value: unknown, context: SearchContext): Problem {
  const request = new Field(value);
  request.object();
  refuseUnknownOfRequest(request);
  const versions = new Versions();
  const source = readSource(request.member('packages'), context);
  const release = readRelease(request.member('backstageRelease'));
  const host = readHost(request, release, context, versions);
  const installed = readVersions(request.member('installed'), versions);
  return {
    source,
    host,
    release,
    roots: readRoots(request.member('roots'), host, versions),
    installed,
    update: readUpdate(request.member('update'), installed),
    options: readOptions(request.member('options'), { source, host, versions }),
    baselines: context.baselines ?? new Map(),
    readWholeAfter: context.readWholeAfter,
  };
}

function readSource(field: Field, context: ResolveContext): PackageSource {
  if (!field.isMissing)
    return RequestPackages.create(field.object() as PackageFacts);
  return (
    context.source ??
    field.fail(
      'is missing, and there is no registry here to take the packages from',
    )
  );
}

function readRelease(field: Field): string | undefined {
  return field.isMissing ? undefined : field.text(limits.versionLength);
}

function readHost(
  request: Field,
  release: string | undefined,
  { baselines }: ResolveContext,
  versions: Versions,
): Map<string, string> {
  const host = request.member('host');
  if (!host.isMissing || release === undefined)
    return readVersions(host, versions);
  const baseline = baselines?.get(release);
  if (baseline) return new Map(Object.entries(baseline));
  return request
    .member('backstageRelease')
    .fail(
      `the host packages of Backstage ${release} are not known here: give them as host`,
    );
}

function readRoots(
  field: Field,
  host: Map<string, string>,
  versions: Versions,
): Map<string, string> {
  const roots = new Map<string, string>();
  for (const member of field.members(limits.entries)) {
    const fault = versions.faultOfRange(member.value);
    if (fault) member.fail(fault);
    if (member.value === BACKSTAGE_RANGE && !host.has(member.name())) {
      member.fail(
        `${BACKSTAGE_RANGE} is for packages of the host, and ${member.key} is none`,
      );
    }
    roots.set(member.name(), member.value as string);
  }
  return roots;
}

function readUpdate(field: Field, installed: Map<string, string>): Set<string> {
  if (field.isMissing) return new Set();
  if (field.value === 'all') return new Set(installed.keys());
  if (typeof field.value === 'string')
    field.fail('must be a list of package names, or "all"');
  return new Set(
    field
      .list(limits.entries)
      .map(item => checkName(item, item.text(limits.nameLength))),
  );
}
