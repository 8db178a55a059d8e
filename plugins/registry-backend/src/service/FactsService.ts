import type {
  FactsPage,
  RegistryPackageFacts,
  RegistryVersionFacts,
} from '@sceneshift/backstage-plugin-registry-common';
import semver from 'semver';
import type { Baselines } from '../baselines/Baselines';
import type { AdvisoryStore } from '../database/AdvisoryStore';
import type {
  ArtifactNeedsRow,
  ChangedPackageRow,
  FactsPosition,
  FactsStore,
  UnpassedRow,
  VersionFactsRow,
} from '../database/FactsStore';
import type { AdvisoryRow } from '../database/rows';
import { advisoriesOf } from './advisories';
import { decodeCursor, encodeCursor } from './cursors';
import { readDeclared } from './declaredRelations';
import { LinkChecks } from './LinkChecks';

/** A page ends after the package with which it gets this many versions: some 10 ms to write, and again to read. */
const VERSIONS_PER_PAGE = 1_000;
const DEFAULT_LIMIT = 500;

const START: FactsPosition = { revision: -1, name: '' };

/** Tells everything that choices of versions depend on, and what has changed of it since an earlier look. */
export class FactsService {
  private checks?: { id: string; links: LinkChecks };

  constructor(
    private readonly deps: {
      facts: FactsStore;
      advisories: AdvisoryStore;
      baselines: Baselines;
    },
  ) {}

  /** Names the state that pages are read from. */
  async tag(organizationId: string): Promise<string> {
    const { facts, baselines } = this.deps;
    const { id } = await baselines.all();
    return `${id}.${await facts.revision(organizationId)}`;
  }

  async page(
    organizationId: string,
    request: { cursor?: string; limit?: number },
  ): Promise<FactsPage> {
    const { id, baselines } = await this.deps.baselines.all();
    const links = this.linksOf(id, baselines);
    const after = readPosition(request.cursor, id);
    const { limit = DEFAULT_LIMIT } = request;
    const changed = await this.deps.facts.changedAfter(
      organizationId,
      after,
      limit + 1,
    );
    const page = firstOf(changed, limit);
    const last = page.at(-1);
    const position = writePosition(last ? positionOf(last) : after, id);
    return {
      items: await this.describe(organizationId, page, links),
      position,
      ...(page.length < changed.length && { nextCursor: position }),
      baselines: { id, releases: baselines.map(({ release }) => release) },
    };
  }

  private linksOf(
    id: string,
    baselines: ConstructorParameters<typeof LinkChecks>[0],
  ): LinkChecks {
    if (this.checks?.id !== id) {
      this.checks = { id, links: new LinkChecks(baselines) };
    }
    return this.checks.links;
  }

  private async describe(
    organizationId: string,
    packages: ChangedPackageRow[],
    links: LinkChecks,
  ): Promise<RegistryPackageFacts[]> {
    const { facts, advisories } = this.deps;
    const names = packages.map(({ name }) => name);
    const [versions, unpassed, artifacts, known] = await Promise.all([
      facts.versions(organizationId, names),
      facts.unpassed(organizationId, names),
      facts.artifacts(organizationId, names),
      advisories.ofPackages(organizationId, names),
    ]);
    const rows = {
      versions: groupBy(versions, ({ name }) => name),
      unpassed: groupBy(unpassed, keyOf),
      artifacts: groupBy(artifacts, keyOf),
      advisories: groupBy(known, ({ name }) => name),
    };
    return packages.map(({ name, role, plugin_id }) => ({
      name,
      role,
      pluginId: plugin_id ?? undefined,
      versions: ascending(rows.versions.get(name) ?? []).map(row =>
        describeVersion(row, rows, links),
      ),
    }));
  }
}

interface FactsRows {
  unpassed: Map<string, UnpassedRow[]>;
  artifacts: Map<string, ArtifactNeedsRow[]>;
  advisories: Map<string, AdvisoryRow[]>;
}

function describeVersion(
  row: VersionFactsRow,
  rows: FactsRows,
  links: LinkChecks,
): RegistryVersionFacts {
  const key = keyOf(row);
  const unpassed = rows.unpassed.get(key)?.map(({ check, state, message }) => ({
    check,
    reason: message ?? `the check '${check}' is ${state}`,
  }));
  const advisories = advisoriesOf(row, rows.advisories.get(row.name) ?? []);
  return {
    version: row.version,
    integrity: row.integrity,
    publishedAt: row.published_at.toISOString(),
    pluginId: row.plugin_id ?? undefined,
    extendsPluginId: row.extends_plugin_id ?? undefined,
    ...readDeclared(row.relations),
    deprecated: row.deprecated ?? undefined,
    yanked: row.yank_reason ?? undefined,
    ...(advisories.length > 0 && {
      advisories: advisories.map(({ id, severity }) => ({ id, severity })),
    }),
    unpassed,
    artifacts: (rows.artifacts.get(key) ?? []).map(
      ({ platform, load_needs }) => ({
        platform,
        links: links.of(load_needs),
      }),
    ),
  };
}

/** Each version is parsed once: to compare texts would parse them again and again. */
function ascending(rows: VersionFactsRow[]): VersionFactsRow[] {
  return rows
    .map(row => ({ row, version: new semver.SemVer(row.version) }))
    .sort((a, b) => semver.compareBuild(a.version, b.version))
    .map(({ row }) => row);
}

/** As many packages as the limits allow, at least one. */
function firstOf(
  rows: ChangedPackageRow[],
  limit: number,
): ChangedPackageRow[] {
  let versions = 0;
  const end = rows.findIndex((row, index) => {
    const isFull = index === limit || versions >= VERSIONS_PER_PAGE;
    versions += Number(row.version_count);
    return isFull;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function positionOf(row: ChangedPackageRow): FactsPosition {
  return { revision: Number(row.facts_revision), name: row.name };
}

function writePosition({ revision, name }: FactsPosition, id: string): string {
  return encodeCursor(`${id} ${revision} ${name}`);
}

/** Other baselines have other link checks: then everything is told anew. */
function readPosition(cursor: string | undefined, id: string): FactsPosition {
  const [baselines, revision, name = ''] =
    decodeCursor(cursor, 'string')?.split(' ') ?? [];
  const number = Number(revision);
  if (baselines !== id || !Number.isInteger(number)) return START;
  return { revision: number, name };
}

function keyOf({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`;
}

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
