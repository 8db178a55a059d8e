import type { AcceptedAdvisory } from '../types';
import type { PackageSource } from '../world/PackageSource';
import { checkName, type Field } from './Field';
import { refuseUnknown } from './knownMembers';
import { limits } from './limits';
import { severities } from './policy';
import type { ProblemOptions } from './Problem';
import { readVersions } from './readVersions';
import type { Versions } from './Versions';

const OPTION_NAMES: ReadonlyArray<keyof ProblemOptions> = [
  'includePrerelease',
  'strategy',
  'overrides',
  'prune',
  'allowDowngrade',
  'allowRemove',
  'advisorySeverity',
  'fixAdvisories',
  'acceptAdvisories',
  'pins',
  'denied',
  'asOf',
  'minimumReleaseAgeDays',
  'timeoutMs',
];

const ACCEPTANCE_MEMBERS: ReadonlyArray<keyof AcceptedAdvisory> = [
  'id',
  'package',
  'range',
  'until',
  'reason',
];

export function readOptions(
  field: Field,
  world: {
    source: PackageSource;
    host: Map<string, string>;
    versions: Versions;
  },
): ProblemOptions {
  refuseUnknown(field, OPTION_NAMES, 'an option');
  const asOf = readMoment(field.member('asOf'));
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
    acceptAdvisories: readAccepted(field.member('acceptAdvisories'), {
      ...world,
      asOf,
    }),
    pins: readRanges(field.member('pins'), world.versions),
    denied: readRanges(field.member('denied'), world.versions),
    asOf,
    minimumReleaseAgeDays: readAge(field.member('minimumReleaseAgeDays'), asOf),
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

function readMoment(field: Field): number | undefined {
  return field.isMissing ? undefined : field.moment();
}

function readAge(field: Field, asOf: number | undefined): number {
  const days = field.integer(0, limits.ageDays, 0);
  if (days > 0 && asOf === undefined) {
    field.fail('needs options.asOf: the resolver has no clock of its own');
  }
  return days;
}

function readAccepted(
  field: Field,
  { versions, asOf }: { versions: Versions; asOf: number | undefined },
): AcceptedAdvisory[] {
  if (field.isMissing) return [];
  for (const item of field.list(limits.advisories)) {
    item.object();
    refuseUnknown(item, ACCEPTANCE_MEMBERS, 'part of an acceptance');
    item.member('id').text(limits.nameLength);
    const [name, range, until, reason] = [
      item.member('package'),
      item.member('range'),
      item.member('until'),
      item.member('reason'),
    ];
    if (!name.isMissing) checkName(name, name.text(limits.nameLength));
    if (!range.isMissing) checkRange(range, versions);
    if (!reason.isMissing) reason.text(limits.textLength);
    if (readMoment(until) !== undefined && asOf === undefined) {
      until.fail('needs options.asOf: the resolver has no clock of its own');
    }
  }
  return field.list(limits.advisories).map(inOrder);
}

/** Fixes repeat what is accepted, in the same words whatever the order of its members. */
function inOrder(item: Field): AcceptedAdvisory {
  const members = ACCEPTANCE_MEMBERS.map(name => item.member(name))
    .filter(member => !member.isMissing)
    .map(({ key, value }) => [key, value] as const);
  return Object.fromEntries(members) as unknown as AcceptedAdvisory;
}

function readRanges(field: Field, versions: Versions): Map<string, string> {
  const ranges = new Map<string, string>();
  for (const member of field.members(limits.entries)) {
    ranges.set(member.name(), checkRange(member, versions));
  }
  return ranges;
}

function checkRange(field: Field, versions: Versions): string {
  const fault = versions.faultOfRange(field.value);
  return fault ? field.fail(fault) : (field.value as string);
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
