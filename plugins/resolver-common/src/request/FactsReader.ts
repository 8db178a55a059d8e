import type { VersionFacts } from '../types';
import { Field, checkName } from './Field';
import { FactMembers } from './knownMembers';
import { limits } from './limits';
import { severities } from './policy';
import { Versions } from './Versions';

const RANGE_MAPS = [
  'dependencies',
  'peerDependencies',
  'optionalDependencies',
  'conflicts',
  'requires',
] as const;

/** What was read of one package. */
export interface ReadPackage {
  readonly versions: readonly string[];
  readonly facts: Record<string, VersionFacts>;
  /** Versions that are yanked, deprecated or have advisories. */
  readonly marked: readonly string[];
}

/** The hot path of large requests: paths of fields are only made up when something is wrong. */
export class FactsReader {
  private readonly versions = new Versions();
  private readonly members = new FactMembers();

  constructor(private readonly root: Field) {}

  read(): Map<string, ReadPackage> {
    const packages = new Map<string, ReadPackage>();
    const facts = this.root.object();
    const names = Object.keys(facts);
    if (names.length > limits.packages) {
      this.root.fail(
        `has ${names.length} packages; at most ${limits.packages} are accepted`,
      );
    }
    const counted = this.versionsOf(facts, names);
    for (const name of names) {
      const versions = counted.get(name)!;
      checkName(this.root, name);
      packages.set(name, this.readPackage(name, versions, facts[name]));
    }
    return packages;
  }

  /** By package. All are counted before any is read, so that too many are refused at once. */
  private versionsOf(
    facts: Record<string, unknown>,
    names: string[],
  ): Map<string, string[]> {
    const all = new Map<string, string[]>();
    let count = 0;
    for (const name of names) {
      const value = facts[name];
      const versions = isRecord(value) ? Object.keys(value) : [];
      count += versions.length;
      if (versions.length > limits.versionsOfPackage) {
        this.field(name).fail(
          `has ${versions.length} versions; at most ${limits.versionsOfPackage} are accepted`,
        );
      }
      if (count > limits.versions) {
        this.root.fail(`has more than ${limits.versions} versions in all`);
      }
      all.set(name, versions);
    }
    return all;
  }

  private readPackage(
    name: string,
    versions: string[],
    value: unknown,
  ): ReadPackage {
    if (!isRecord(value)) return this.field(name).object() as never;
    const facts = value as Record<string, VersionFacts>;
    const marked: string[] = [];
    for (const version of versions) {
      const fault = this.versions.faultOfVersion(version);
      if (fault) this.field(name, version).fail(fault);
      this.readVersion(name, version, value[version]);
      if (isMarked(facts[version]!)) marked.push(version);
    }
    return { versions, facts, marked };
  }

  private readVersion(name: string, version: string, value: unknown) {
    if (!isRecord(value)) return this.field(name, version).object();
    for (const key of Object.keys(value)) {
      const fault = this.members.faultOf(key);
      if (fault) this.field(name, version, key).fail(fault);
    }
    for (const map of RANGE_MAPS) {
      if (value[map] !== undefined)
        this.readRanges(value[map], [name, version, map]);
    }
    if (value.provides !== undefined) this.readProvides(name, version);
    return this.readRest([name, version], value);
  }

  private readRanges(value: unknown, path: string[]) {
    if (!isRecord(value)) return this.field(...path).object();
    const targets = Object.keys(value);
    if (targets.length > limits.relations)
      this.field(...path).members(limits.relations);
    for (const target of targets) {
      const fault = this.versions.faultOfRange(value[target]);
      if (fault) this.field(...path, target).fail(fault);
      if (target.length === 0 || target.length > limits.nameLength) {
        checkName(this.field(...path, target), target);
      }
    }
    return undefined;
  }

  private readProvides(name: string, version: string) {
    for (const field of this.field(name, version, 'provides').members(
      limits.relations,
    )) {
      const fault = this.versions.faultOfVersion(field.value);
      if (fault) field.fail(fault);
    }
  }

  private readRest(path: string[], value: Record<string, unknown>) {
    const member = (key: string) => this.field(...path, key);
    if (
      value.deprecated !== undefined &&
      typeof value.deprecated !== 'boolean'
    ) {
      member('deprecated').text(limits.textLength);
    }
    if (value.yanked !== undefined) member('yanked').boolean(false);
    if (value.integrity !== undefined)
      member('integrity').text(limits.textLength);
    if (value.publishedAt !== undefined) member('publishedAt').moment();
    if (value.advisories !== undefined) readAdvisories(member('advisories'));
    if (value.peerDependenciesMeta !== undefined)
      readPeerMeta(member('peerDependenciesMeta'));
  }

  private field(...path: string[]): Field {
    return path.reduce((field, key) => field.member(key), this.root);
  }
}

function readAdvisories(field: Field) {
  for (const advisory of field.list(limits.advisories)) {
    advisory.object();
    advisory.member('id').text(limits.nameLength);
    const severity = advisory.member('severity');
    if (severity.isMissing)
      severity.fail(`must be one of ${severities.join(', ')}`);
    severity.oneOf(severities, 'high');
  }
}

function readPeerMeta(field: Field) {
  for (const meta of field.members(limits.relations)) {
    meta.object();
    meta.member('optional').boolean(false);
  }
}

function isMarked({ yanked, deprecated, advisories }: VersionFacts): boolean {
  return Boolean(yanked || deprecated || advisories?.length);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
