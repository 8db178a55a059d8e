import type { RegistryPackageFacts } from '@sceneshift/backstage-plugin-registry-common';
import type {
  ExcludedVersion,
  VersionFacts,
} from '@sceneshift/backstage-plugin-resolver-common';
import canonicalize from 'canonicalize';
import semver from 'semver';
import { RELEASE_PACKAGE, type Facts } from './Facts';
import { linkedReleases, type Faults } from './linkedReleases';
import { malformedRelation } from './malformedRelation';
import type { Neighbourhood } from './Neighbourhood';
import { Relations, type Release } from './Relations';

/** What a choice of versions needs to know of one package. Never changed. */
export interface ReadPackage {
  kind: Facts['kinds'][string];
  versions: Record<string, VersionFacts>;
  declared: Facts['declared'][string];
  excluded: ExcludedVersion[];
  /** Version to why some releases cannot load it. */
  faults: Record<string, Faults>;
  /** Packages that some version leads to. */
  leadsTo: string[];
  /** `versions` and `declared` as canonical JSON. */
  text: { versions: Buffer; declared: Buffer };
}

/** Turns what the registry says of a package into what the solver reads. */
export class PackageReader {
  private readonly relations: Relations;
  private readonly releases: string[];

  constructor(neighbours: Neighbourhood) {
    this.relations = new Relations(neighbours);
    this.releases = neighbours.baselines.map(({ release }) => release);
  }

  read({ versions: all, ...item }: RegistryPackageFacts): ReadPackage {
    const versions: ReadPackage['versions'] = {};
    const declared: ReadPackage['declared'] = {};
    const excluded: ExcludedVersion[] = [];
    const faults: ReadPackage['faults'] = {};
    const leadsTo = new Set<string>();
    for (const version of all) {
      const { name } = item;
      if (semver.valid(version.version) === null) continue;
      const linked = linkedReleases(version, this.releases);
      const facts =
        'reason' in linked
          ? linked.reason
          : this.factsOf({ ...item, ...version }, linked.releases);
      if (typeof facts === 'string') {
        excluded.push({ name, version: version.version, reason: facts });
        continue;
      }
      versions[version.version] = facts;
      if ('faults' in linked) faults[version.version] = linked.faults;
      if (version.backstageRanges) {
        declared[version.version] = version.backstageRanges;
      }
      namesIn(facts).forEach(target => leadsTo.add(target));
    }
    return {
      kind: { pluginId: item.pluginId, role: item.role },
      ...{ versions, declared, excluded, faults },
      leadsTo: [...leadsTo],
      text: { versions: write(versions), declared: write(declared) },
    };
  }

  /** The facts, or why the version cannot be chosen. */
  private factsOf(release: Release, fitting: string[]): VersionFacts | string {
    const missing = this.relations.missingPlugin(release);
    if (missing !== undefined) return missing;
    const { integrity, deprecated, yanked, advisories, publishedAt } = release;
    const facts: VersionFacts = {
      ...this.relations.of(release, fitting),
      integrity,
      publishedAt,
      ...(deprecated && { deprecated }),
      ...(yanked !== undefined && { yanked: true }),
      ...(advisories && { advisories }),
    };
    return malformedRelation(facts) ?? facts;
  }
}

function namesIn(facts: VersionFacts): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = facts;
  return Object.keys({
    ...dependencies,
    ...optionalDependencies,
    ...peerDependencies,
  }).filter(name => name !== RELEASE_PACKAGE);
}

function write(value: object): Buffer {
  return Buffer.from(canonicalize(value) ?? '{}');
}
