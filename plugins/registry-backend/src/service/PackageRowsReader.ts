import type { AdvisoryStore } from '../database/AdvisoryStore';
import type { DistTagStore } from '../database/DistTagStore';
import type { PackageStore } from '../database/PackageStore';
import type { VerdictStore } from '../database/VerdictStore';
import type { VersionStore } from '../database/VersionStore';
import type { PackageRow } from '../database/rows';
import type { PackageRows } from './describePackages';

/** Everything that descriptions of packages and plugins are made from. */
export class PackageRowsReader {
  constructor(
    private readonly stores: {
      packages: PackageStore;
      versions: VersionStore;
      tags: DistTagStore;
      verdicts: VerdictStore;
      advisories: AdvisoryStore;
    },
  ) {}

  /** With a fixed number of queries, however many packages there are. */
  async load(
    organizationId: string,
    packages: PackageRow[],
  ): Promise<PackageRows> {
    const names = packages.map(({ name }) => name);
    const [versions, verdicts, tags, advisories] = await Promise.all([
      this.stores.versions.ofPackages(organizationId, names),
      this.stores.verdicts.ofPackages(organizationId, names),
      this.stores.tags.ofPackages(organizationId, names),
      this.stores.advisories.ofPackages(organizationId, names),
    ]);
    const latest = names.flatMap(name => {
      const version = tags.get(name)?.latest;
      return version ? [{ name, version }] : [];
    });
    const newest = await this.stores.versions.fullOf(organizationId, latest);
    return {
      packages,
      versions,
      verdicts,
      advisories,
      tags,
      newest: new Map(newest.map(row => [row.name, row])),
    };
  }
}
