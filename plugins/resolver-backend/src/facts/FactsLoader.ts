import {
  isHostedRole,
  splitModuleSpecifier,
  type ArtifactManifest,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import type {
  PackageSummary,
  VersionDetails,
  VersionSummary,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { VersionFacts } from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';
import { createSnapshot } from './createSnapshot';
import { RELEASE_PACKAGE, type Facts, type Snapshot } from './Facts';
import { isForThisPlatform, linkVersion } from './linkVersion';
import { mapConcurrently } from './mapConcurrently';
import { RegistryMemory, RegistryView } from './RegistryView';
import { Relations } from './Relations';

/** Questions that the registry is asked at the same time. */
const CONCURRENCY = 8;

/** Loads the facts about packages, and about everything that they lead to, from the registry. */
export class FactsLoader {
  private readonly memories = new Map<string, RegistryMemory>();

  constructor(
    private readonly deps: {
      registry: RegistryService;
      /** Of requests that name none; else the newest known. */
      defaultRelease?: string;
    },
  ) {}

  async load(organizationId: string, names: string[]): Promise<Snapshot> {
    const registry = new RegistryView(
      this.deps.registry,
      organizationId,
      this.memoryOf(organizationId),
    );
    const baselines = await registry.listBaselines();
    const facts = emptyFacts(baselines, this.deps.defaultRelease);
    const relations = new Relations(registry, baselines);
    const seen = new Set<string>();
    for (let next = names; next.length > 0; ) {
      const fresh = [...new Set(next)].filter(name => !seen.has(name));
      fresh.forEach(name => seen.add(name));
      const loaded = await mapConcurrently(fresh, CONCURRENCY, name =>
        this.loadPackage({ registry, relations, baselines, facts }, name),
      );
      next = loaded.flat();
    }
    facts.excluded.sort(byNameAndVersion);
    return createSnapshot(facts);
  }

  /** @returns the packages that this one leads to */
  private async loadPackage(world: World, name: string): Promise<string[]> {
    const item = await world.registry.findPackage(name);
    if (!item || !isHostedRole(item.role)) return [];
    const { facts } = world;
    facts.kinds[name] = { pluginId: item.pluginId, role: item.role };
    facts.packages[name] = {};
    const related = await mapConcurrently(
      item.versions.filter(({ version }) => semver.valid(version)),
      CONCURRENCY,
      summary => this.loadVersion(world, item, summary),
    );
    return related.flat();
  }

  private async loadVersion(
    { registry, relations, baselines, facts }: World,
    { name }: PackageSummary,
    summary: VersionSummary,
  ): Promise<string[]> {
    const details = await registry.getVersion(name, summary);
    const { version } = details;
    const manifests = await manifestsOf(registry, details);
    const linked = linkVersion(details, manifests, baselines);
    if ('reason' in linked) {
      facts.excluded.push({ name, version, reason: linked.reason });
      return [];
    }
    const reason = await relations.missingPlugin(details);
    if (reason !== undefined) {
      facts.excluded.push({ name, version, reason });
      return [];
    }
    const own = await relations.of(details, linked.releases);
    facts.packages[name]![version] = {
      ...own,
      integrity: details.integrity,
      ...(details.deprecated && { deprecated: details.deprecated }),
    };
    const declared = declaredRanges(details);
    if (declared) (facts.declared[name] ??= {})[version] = declared;
    return namesIn(own);
  }

  private memoryOf(organizationId: string): RegistryMemory {
    const memory = this.memories.get(organizationId) ?? new RegistryMemory();
    this.memories.set(organizationId, memory);
    return memory;
  }
}

interface World {
  registry: RegistryView;
  relations: Relations;
  baselines: Baseline[];
  facts: Facts;
}

function emptyFacts(baselines: Baseline[], defaultRelease?: string): Facts {
  const byRelease = <T>(of: (baseline: Baseline) => T) =>
    Object.fromEntries(
      baselines.map(baseline => [baseline.release, of(baseline)]),
    );
  return {
    packages: {},
    hosts: byRelease(({ release, shared }) => ({
      ...withoutEntries(shared),
      [RELEASE_PACKAGE]: release,
    })),
    libraries: byRelease(({ backend, frontend }) =>
      Object.fromEntries(
        Object.entries({ ...frontend, ...backend }).map(
          ([name, { version }]) => [name, version],
        ),
      ),
    ),
    declared: {},
    excluded: [],
    kinds: {},
    defaultRelease: defaultRelease ?? baselines[0]?.release,
  };
}

/** The app shares `@mui/material/styles`; peers name `@mui/material`. */
function withoutEntries(shared: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(shared).map(([specifier, version]) => [
      splitModuleSpecifier(specifier).packageName,
      version,
    ]),
  );
}

async function manifestsOf(
  registry: RegistryView,
  details: VersionDetails,
): Promise<ArtifactManifest[]> {
  return Promise.all(
    details.artifacts
      .filter(isForThisPlatform)
      .map(({ digest }) => registry.getManifest(details, digest)),
  );
}

function declaredRanges(
  details: VersionDetails,
): Record<string, string> | undefined {
  const entries = Object.entries({
    ...details.dependencies,
    ...details.peerDependencies,
  }).filter(([name]) => name.startsWith('@backstage/'));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function namesIn(facts: VersionFacts): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = facts;
  return Object.keys({
    ...dependencies,
    ...optionalDependencies,
    ...peerDependencies,
  }).filter(name => name !== RELEASE_PACKAGE);
}

function byNameAndVersion(
  a: { name: string; version: string },
  b: { name: string; version: string },
): number {
  return (
    Number(a.name > b.name) - Number(a.name < b.name) ||
    semver.compareBuild(a.version, b.version)
  );
}
