import { randomUUID } from 'node:crypto';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Actor, Mutation } from '@sceneshift/backstage-platform-node';
import type {
  AcceptAdvisoryRequest,
  AcceptedAdvisory,
  AdvisoryAcceptance,
  AdvisoryAcceptancePage,
} from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';
import type {
  AcceptanceRow,
  AcceptanceStore,
} from '../database/AcceptanceStore';
import type { FactsLoader } from '../facts/FactsLoader';
import type { Environments } from './Environments';
import { decodeCursor, encodeCursor } from './planCursor';

const DEFAULT_LIMIT = 50;
const YEAR_MS = 366 * 86_400_000;

/** Decisions to live with an advisory, each with a reason and an end. They are policy, so they are kept here and not with the advisory. */
export class AcceptanceService {
  constructor(
    private readonly deps: {
      acceptances: AcceptanceStore;
      facts: FactsLoader;
      environments: Environments;
      mutation: Mutation;
      now: () => Date;
    },
  ) {}

  /** @throws SceneshiftError `INPUT_INVALID`, `ADVISORY_NOT_FOUND`, `ENVIRONMENT_NOT_FOUND` */
  async accept(
    actor: Actor,
    wanted: AcceptAdvisoryRequest,
  ): Promise<AdvisoryAcceptance> {
    const { acceptances, mutation, now } = this.deps;
    const { organizationId, ref } = actor;
    const accepted = { range: '*', ...wanted };
    assertRange(accepted.range);
    assertEnd(accepted.expiresAt, now());
    await this.assertKnown(organizationId, accepted);
    const id = randomUUID();
    await mutation.run(actor, async trx => {
      const by = { actor: ref, at: now() };
      await acceptances.insert(trx, { ...accepted, id, organizationId }, by);
      const details = { ...accepted };
      return {
        result: undefined,
        deed: { type: 'resolver.advisory.accepted', subject: id, details },
      };
    });
    return this.get(organizationId, id);
  }

  /** It stays on record, and counts no more. @throws SceneshiftError `ACCEPTANCE_NOT_FOUND` */
  async revoke(actor: Actor, id: string): Promise<void> {
    const { acceptances, mutation, now } = this.deps;
    const { organizationId, ref } = actor;
    await mutation.run(actor, async trx => {
      const row = await acceptances.lock(trx, organizationId, id);
      if (!row) throw notFound(id);
      if (row.revoked_at) return { result: undefined };
      await acceptances.setRevoked(trx, id, { actor: ref, at: now() });
      const details = {
        advisoryId: row.advisory_id,
        packageName: row.package_name,
      };
      return {
        result: undefined,
        deed: { type: 'resolver.advisory.revoked', subject: id, details },
      };
    });
  }

  /** @throws SceneshiftError `ACCEPTANCE_NOT_FOUND` */
  async get(organizationId: string, id: string): Promise<AdvisoryAcceptance> {
    const row = await this.deps.acceptances.find(organizationId, id);
    if (!row) throw notFound(id);
    return describe(row, this.deps.now());
  }

  async list(
    organizationId: string,
    request: { environment?: string; limit?: number; cursor?: string },
  ): Promise<AdvisoryAcceptancePage> {
    const { environment, cursor, limit = DEFAULT_LIMIT } = request;
    const rows = await this.deps.acceptances.list(organizationId, {
      environment,
      after: cursor === undefined ? undefined : decodeCursor(cursor),
      limit: limit + 1,
    });
    const items = rows
      .slice(0, limit)
      .map(row => describe(row, this.deps.now()));
    const last = items.at(-1);
    return rows.length > limit && last
      ? { items, nextCursor: encodeCursor(last) }
      : { items };
  }

  /** What requests about an environment are to put up with. */
  async active(
    organizationId: string,
    environment?: string,
  ): Promise<AcceptedAdvisory[]> {
    const { acceptances, now } = this.deps;
    const rows = await acceptances.active(organizationId, environment, now());
    return rows.map(row => ({
      id: row.advisory_id,
      package: row.package_name,
      range: row.range,
      until: row.expires_at.toISOString(),
      reason: row.reason,
    }));
  }

  /** A slip of the pen would be found out when the plan that it was meant for is refused. */
  private async assertKnown(
    organizationId: string,
    { advisoryId, packageName, environment }: AcceptAdvisoryRequest,
  ): Promise<void> {
    if (environment !== undefined) {
      await this.deps.environments.get(organizationId, environment);
    }
    const { facts } = await this.deps.facts.load(organizationId, [packageName]);
    const versions = Object.values(facts.packages[packageName] ?? {});
    const isKnown = versions.some(({ advisories = [] }) =>
      advisories.some(({ id }) => id === advisoryId),
    );
    if (isKnown) return;
    throw new SceneshiftError(
      'ADVISORY_NOT_FOUND',
      `No version of ${packageName} that can be installed has the advisory ${advisoryId}: see sceneshift advisory list`,
    );
  }
}

function describe(row: AcceptanceRow, now: Date): AdvisoryAcceptance {
  return {
    id: row.id,
    advisoryId: row.advisory_id,
    packageName: row.package_name,
    range: row.range,
    environment: row.environment ?? undefined,
    reason: row.reason,
    expiresAt: row.expires_at.toISOString(),
    state: stateOf(row, now),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    revokedAt: row.revoked_at?.toISOString(),
    revokedBy: row.revoked_by ?? undefined,
  };
}

function stateOf(
  { revoked_at, expires_at }: AcceptanceRow,
  now: Date,
): AdvisoryAcceptance['state'] {
  if (revoked_at) return 'revoked';
  return expires_at <= now ? 'expired' : 'active';
}

/** semver takes nothing at all for any version: a slip must not accept every version. */
function assertRange(range: string): void {
  const isBlank = range.split('||').some(part => part.trim() === '');
  if (!isBlank && semver.validRange(range) !== null) return;
  throw new SceneshiftError(
    'INPUT_INVALID',
    `'${range}' is not a range of versions: write one such as ^1.2.0, or leave it out for all`,
    { details: { field: '/range' } },
  );
}

/** Without an end it would be forgotten. */
function assertEnd(expiresAt: string, now: Date): void {
  const end = Date.parse(expiresAt);
  if (end > now.getTime() && end <= now.getTime() + YEAR_MS) return;
  throw new SceneshiftError(
    'INPUT_INVALID',
    `expiresAt must be a date within the next 366 days, not ${expiresAt}: accept the advisory again when it ends`,
    { details: { field: '/expiresAt' } },
  );
}

function notFound(id: string): SceneshiftError {
  return new SceneshiftError(
    'ACCEPTANCE_NOT_FOUND',
    `There is no acceptance ${id} in this organization: see sceneshift advisory acceptances`,
  );
}
