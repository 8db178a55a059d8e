import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import semver from 'semver';
import {
  isBackendPackage,
  type LockedPackage,
  type LockedPlugin,
} from '../domain/GenerationContent';
import type { PluginDatabase } from './PluginDatabase';

/** Not more than this many versions are read; who skips more is taken to cross a one-way migration. */
const MAX_READ = 50;

/** A version of a package whose migrations are one-way. */
export interface OneWayStep {
  name: string;
  version: string;
}

/** Finds the one-way migrations that lie between two versions. */
export class OneWaySteps {
  constructor(
    private readonly registry: RegistryService,
    private readonly organizationId: string,
  ) {}

  /** The first step on the way to new versions, those included: a version runs the migrations of all that are skipped. */
  async upTo(
    after: LockedPlugin,
    before: LockedPlugin,
  ): Promise<OneWayStep | undefined> {
    return this.first(after.packages, item => {
      const old = before.packages.find(({ name }) => name === item.name);
      return old && { from: old.version, to: item.version };
    });
  }

  /** The first step that lies between versions and the schema of a database: they cannot run on it. */
  async beyond(
    { packages }: Pick<LockedPlugin, 'packages'>,
    schema: PluginDatabase['packages'],
  ): Promise<OneWayStep | undefined> {
    return this.first(packages, item => {
      const newest = schema.find(({ name }) => name === item.name);
      return newest && { from: item.version, to: newest.version };
    });
  }

  private async first(
    packages: LockedPackage[],
    rangeOf: (item: LockedPackage) => { from: string; to: string } | undefined,
  ): Promise<OneWayStep | undefined> {
    for (const item of packages.filter(isBackendPackage)) {
      const range = rangeOf(item);
      if (!range || !semver.gt(range.to, range.from)) continue;
      const version = await this.firstBetween(item, range);
      if (version) return { name: item.name, version };
    }
    return undefined;
  }

  private async firstBetween(
    item: LockedPackage,
    { from, to }: { from: string; to: string },
  ): Promise<string | undefined> {
    const isItself = item.version === to;
    if (isItself && item.migrations === 'one-way') return to;
    const all = await this.versions(item.name);
    const between = all.filter(
      version =>
        semver.valid(version) &&
        semver.gt(version, from) &&
        (isItself ? semver.lt(version, to) : semver.lte(version, to)),
    );
    if (between.length > MAX_READ) return between[0];
    for (const version of between) {
      if (await this.isOneWay(item.name, version)) return version;
    }
    // What wrote the data is not known any more, and so is not what it made of it.
    return isItself || all.includes(to) ? undefined : to;
  }

  private async versions(name: string): Promise<string[]> {
    const { versions } = await this.registry.getPackage(
      this.organizationId,
      name,
    );
    return versions.map(({ version }) => version);
  }

  /** One that was never packed says nothing: then what is between counts as compatible, as it does without a declaration. */
  private async isOneWay(name: string, version: string): Promise<boolean> {
    const { registry, organizationId } = this;
    const { artifacts } = await registry.getVersion(
      organizationId,
      name,
      version,
    );
    const [artifact] = artifacts;
    if (!artifact) return false;
    const manifest = await registry.getArtifactManifest(
      organizationId,
      name,
      version,
      artifact.digest,
    );
    return manifest.backend?.migrations === 'one-way';
  }
}
