import { BACKSTAGE_RANGE } from '../world/RangeMatcher';
import type { PackageSource } from '../world/PackageSource';
import type { PackageFacts } from '../types';
import { Field, checkName } from './Field';
import { limits } from './limits';
import { severities, type Problem, type ProblemOptions } from './Problem';
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

const OPTION_NAMES: ReadonlyArray<keyof ProblemOptions> = [
  'includePrerelease',
  'strategy',
  'overrides',
  'prune',
  'allowDowngrade',
  'allowRemove',
  'advisorySeverity',
  'fixAdvisories',
  'timeoutMs',
];

/** Throws a `RequestError` that names the field. */
export function readRequest(value: unknown, context: ResolveContext): Problem {
  const request = new Field(value);
  request.object();
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

function readVersions(field: Field, versions: Versions): Map<string, string> {
  const result = new Map<string, string>();
  for (const member of field.members(limits.entries)) {
    const fault = versions.faultOfVersion(member.value);
    if (fault) member.fail(fault);
    result.set(member.name(), member.value as string);
  }
  return result;
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

function readOptions(
  field: Field,
  world: {
    source: PackageSource;
    host: Map<string, string>;
    versions: Versions;
  },
): ProblemOptions {
  for (const option of field.members(limits.entries)) {
    if (!OPTION_NAMES.some(name => name === option.key)) {
      option.fail(`is not an option; there are ${OPTION_NAMES.join(', ')}`);
    }
  }
  return {
    includePrerelease: field.member('includePrerelease').boolean(false),
    strategy: field.member('strategy').oneOf(['highest', 'lowest'], 'highest'),
    overrides: readOverrides(field.member('overrides'), world),
    prune: field.member('prune').boolean(false),
    allowDowngrade: field.member('allowDowngrade').boolean(true),
    allowRemove: field.member('allowRemove').boolean(true),
    advisorySeverity: field
      .member('advisorySeverity')
      .oneOf(severities, 'high'),
    fixAdvisories: readAdvisories(field.member('fixAdvisories'), world.source),
    timeoutMs: field.member('timeoutMs').integer(1, limits.timeoutMs, 5_000),
  };
}

/** An advisory that nothing has is a slip of the pen: the answer would be that all is well. */
function readAdvisories(field: Field, source: PackageSource): Set<string> {
  if (field.isMissing) return new Set();
  const items = field.list(limits.advisories);
  const known = advisoriesIn(source);
  for (const item of items) {
    if (known.has(item.text(limits.nameLength))) continue;
    item.fail(`no version of a package in question has such an advisory`);
  }
  return new Set(items.map(item => item.text(limits.nameLength)));
}

function advisoriesIn(source: PackageSource): Set<string> {
  const ids = new Set<string>();
  for (const name of source.names()) {
    for (const version of source.versionsOf(name) ?? []) {
      const { advisories } = source.factsOf(name, version) ?? {};
      advisories?.forEach(({ id }) => ids.add(id));
    }
  }
  return ids;
}

/** An override must be possible at all: it wins over ranges, not over what exists. */
function readOverrides(
  field: Field,
  {
    source,
    host,
    versions,
  }: { source: PackageSource; host: Map<string, string>; versions: Versions },
): Map<string, string> {
  const overrides = readVersions(field, versions);
  for (const [name, version] of overrides) {
    const provided = host.get(name);
    if (provided !== undefined && provided !== version) {
      field
        .member(name)
        .fail(
          `${name} is provided by the host at ${provided}; it cannot be overridden with ${version}`,
        );
    }
    if (provided === undefined && !source.factsOf(name, version)) {
      field.member(name).fail(`${name} has no version ${version}`);
    }
  }
  return overrides;
}
