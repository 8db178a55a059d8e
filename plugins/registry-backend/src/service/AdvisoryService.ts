import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Actor, Mutation } from '@sceneshift/backstage-platform-node';
import type {
  Advisory,
  Page,
  RecordAdvisoryRequest,
} from '@sceneshift/backstage-plugin-registry-common';
import type { Knex } from 'knex';
import semver from 'semver';
import type { AdvisoryStore } from '../database/AdvisoryStore';
import type { FactsStore } from '../database/FactsStore';
import type { PackageStore } from '../database/PackageStore';
import type { VersionStore } from '../database/VersionStore';
import type { AdvisoryRow, VersionRow } from '../database/rows';
import { describeAdvisory, isRevision } from './advisories';
import { decodeCursor, limitOf, toPage, type PageRequest } from './cursors';
import { packageNotFound } from './notFound';

/** Records which versions have known faults. */
export class AdvisoryService {
  constructor(
    private readonly deps: {
      advisories: AdvisoryStore;
      packages: PackageStore;
      versions: VersionStore;
      facts: FactsStore;
      mutation: Mutation;
      now: () => Date;
    },
  ) {}

  /**
   * Recording the same again changes nothing; other words under the same id replace the old ones.
   *
   * @returns whether it is new
   * @throws SceneshiftError `INPUT_INVALID`, `PACKAGE_NOT_FOUND`, `ADVISORY_EXISTS`
   */
  async record(
    actor: Actor,
    request: RecordAdvisoryRequest,
  ): Promise<'created' | 'revised' | 'same'> {
    const wanted = trimmed(request);
    assertRange(wanted.range);
    const { organizationId } = actor;
    const { id, packageName } = wanted;
    return this.deps.mutation.run(actor, async trx => {
      await this.lockPackage(trx, organizationId, packageName);
      const present = await this.deps.advisories.find(organizationId, id, trx);
      if (present) assertSamePackage(present, wanted);
      if (present && !isRevision(present, wanted)) return { result: 'same' };
      await this.write(trx, actor, wanted);
      await this.deps.facts.touch(trx, organizationId, packageName);
      return {
        result: present ? 'revised' : 'created',
        deed: {
          type: `registry.advisory.${present ? 'revised' : 'recorded'}`,
          subject: id,
          details: { ...wanted },
        },
      };
    });
  }

  /** It stays on record, and counts no more. @throws SceneshiftError `ADVISORY_NOT_FOUND` */
  async withdraw(actor: Actor, id: string): Promise<void> {
    const { advisories, facts, mutation, now } = this.deps;
    const { organizationId, ref } = actor;
    await mutation.run(actor, async trx => {
      const { name } = await this.require(organizationId, id, trx);
      await this.lockPackage(trx, organizationId, name);
      const row = await this.require(organizationId, id, trx);
      if (row.withdrawn_at) return { result: undefined };
      const by = { actor: ref, at: now() };
      await advisories.setWithdrawn(trx, organizationId, id, by);
      await facts.touch(trx, organizationId, name);
      return {
        result: undefined,
        deed: {
          type: 'registry.advisory.withdrawn',
          subject: id,
          details: { id, packageName: name },
        },
      };
    });
  }

  /** @throws SceneshiftError `ADVISORY_NOT_FOUND` */
  async get(organizationId: string, id: string): Promise<Advisory> {
    const [advisory] = await this.describe(organizationId, [
      await this.require(organizationId, id),
    ]);
    return advisory as Advisory;
  }

  async list(
    organizationId: string,
    request: PageRequest & { packageName?: string },
  ): Promise<Page<Advisory>> {
    const limit = limitOf(request);
    const rows = await this.deps.advisories.list(organizationId, {
      packageName: request.packageName,
      after: decodeCursor(request.cursor, 'string'),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, ({ id }) => id);
    return { ...page, items: await this.describe(organizationId, page.items) };
  }

  private async write(
    trx: Knex,
    actor: Actor,
    wanted: RecordAdvisoryRequest,
  ): Promise<void> {
    const { advisories, now } = this.deps;
    const { organizationId, ref } = actor;
    const by = { actor: ref, at: now() };
    await advisories.record(trx, { ...wanted, organizationId }, by);
    if (wanted.withdrawn === undefined) return;
    await advisories.setWithdrawn(
      trx,
      organizationId,
      wanted.id,
      wanted.withdrawn ? by : undefined,
    );
  }

  private async lockPackage(
    trx: Knex,
    organizationId: string,
    name: string,
  ): Promise<void> {
    const { packages, now } = this.deps;
    const isKnown = await packages.touch(trx, organizationId, name, now());
    if (!isKnown) throw packageNotFound(name);
  }

  private async require(
    organizationId: string,
    id: string,
    database?: Knex,
  ): Promise<AdvisoryRow> {
    const row = await this.deps.advisories.find(organizationId, id, database);
    if (row) return row;
    throw new SceneshiftError(
      'ADVISORY_NOT_FOUND',
      `There is no advisory ${id} in this organization`,
    );
  }

  private async describe(
    organizationId: string,
    rows: AdvisoryRow[],
  ): Promise<Advisory[]> {
    const names = [...new Set(rows.map(({ name }) => name))];
    const versions = await this.deps.versions.ofPackages(organizationId, names);
    const byName = new Map<string, VersionRow[]>();
    for (const version of versions) {
      byName.set(version.name, [...(byName.get(version.name) ?? []), version]);
    }
    return rows.map(row => describeAdvisory(row, byName.get(row.name) ?? []));
  }
}

function trimmed(request: RecordAdvisoryRequest): RecordAdvisoryRequest {
  const { range, title } = request;
  return { ...request, range: range.trim(), title: title.trim() };
}

/** semver takes nothing at all for any version: a slip must not make every version faulty. */
function assertRange(range: string): void {
  const isBlank = range.split('||').some(part => part.trim() === '');
  if (!isBlank && semver.validRange(range) !== null) return;
  throw new SceneshiftError(
    'INPUT_INVALID',
    `range '${range}' is not a range of versions: write one such as <1.2.3 or >=1.0.0 <1.2.3, or * for all versions`,
    { details: { field: 'range' } },
  );
}

function assertSamePackage(
  { id, name }: AdvisoryRow,
  { packageName }: RecordAdvisoryRequest,
): void {
  if (name === packageName) return;
  throw new SceneshiftError(
    'ADVISORY_EXISTS',
    `The advisory ${id} is about ${name}: record the one about ${packageName} under an id of its own`,
  );
}
