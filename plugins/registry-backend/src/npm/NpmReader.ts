import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { DistTagStore } from '../database/DistTagStore';
import type { PackageStore } from '../database/PackageStore';
import type { VersionStore } from '../database/VersionStore';
import type { FullVersionRow } from '../database/rows';
import { tarballName } from '../service/identifiers';
import { packageNotFound } from '../service/notFound';
import type { PackumentSource } from './packument';

/** What npm clients ask for. */
export class NpmReader {
  constructor(
    private readonly deps: {
      packages: PackageStore;
      versions: VersionStore;
      tags: DistTagStore;
      /** Where the npm router is mounted. */
      baseUrl: string;
    },
  ) {}

  /** @throws SceneshiftError `PACKAGE_NOT_FOUND` */
  async packument(
    organizationId: string,
    name: string,
    options: { readme: boolean },
  ): Promise<PackumentSource> {
    const { packages, versions, baseUrl } = this.deps;
    const row = await packages.find(organizationId, name);
    if (!row) throw packageNotFound(name);
    const [rows, tags] = await Promise.all([
      versions.fullOf(organizationId, [{ name }]),
      this.tags(organizationId, name),
    ]);
    const latest = tags.latest;
    const readme =
      options.readme && latest
        ? await versions.readme({ organizationId, name, version: latest })
        : undefined;
    return { row, versions: rows, tags, readme, baseUrl };
  }

  /** @throws SceneshiftError `PACKAGE_NOT_FOUND` */
  async requiredTags(
    organizationId: string,
    name: string,
  ): Promise<Record<string, string>> {
    const tags = await this.tags(organizationId, name);
    if (Object.keys(tags).length > 0) return tags;
    throw packageNotFound(name);
  }

  /** The version whose tarball has that file name. @throws SceneshiftError `VERSION_NOT_FOUND` */
  async versionOfTarball(
    organizationId: string,
    name: string,
    file: string,
  ): Promise<FullVersionRow> {
    const prefix = tarballName(name, '').slice(0, -'.tgz'.length);
    const version = file.slice(prefix.length, -'.tgz'.length);
    const row = await this.deps.versions.find({
      organizationId,
      name,
      version,
    });
    if (row && tarballName(name, version) === file) return row;
    throw new SceneshiftError(
      'VERSION_NOT_FOUND',
      `${name} has no tarball ${file}`,
    );
  }

  async search(
    organizationId: string,
    text: string,
    page: { offset: number; limit: number },
  ) {
    const found = await this.deps.packages.searchPackages(
      organizationId,
      text,
      page,
    );
    const names = found.map(({ name }) => name);
    const tags = await this.deps.tags.ofPackages(organizationId, names);
    const latest = names.flatMap(name => {
      const version = tags.get(name)?.latest;
      return version ? [{ name, version }] : [];
    });
    const rows = await this.deps.versions.fullOf(organizationId, latest);
    rows.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
    return rows.map(toSearchResult);
  }

  private async tags(
    organizationId: string,
    name: string,
  ): Promise<Record<string, string>> {
    const tags = await this.deps.tags.ofPackages(organizationId, [name]);
    return tags.get(name) ?? {};
  }
}

function toSearchResult(row: FullVersionRow) {
  const { description, keywords, author } = row.package_json;
  const publisher = { username: row.published_by, email: '' };
  return {
    package: {
      name: row.name,
      scope: row.name.startsWith('@')
        ? row.name.slice(1, row.name.indexOf('/'))
        : 'unscoped',
      version: row.version,
      description: description ?? '',
      keywords: keywords ?? [],
      date: row.published_at.toISOString(),
      author,
      links: {},
      publisher,
      maintainers: [publisher],
    },
    score: { final: 1, detail: { quality: 1, popularity: 1, maintenance: 1 } },
    searchScore: 1,
  };
}
