import type {
  CheckName,
  VerdictState,
} from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';
import { whereVersion, type VerdictRow, type VersionKey } from './rows';

/** A verdict as a check reaches it. */
export interface NewVerdict {
  check: CheckName;
  baseline?: string;
  state: VerdictState;
  code?: string;
  message?: string;
  reproduceCommand?: string;
}

/** Rows of `verdicts`. */
export class VerdictStore {
  constructor(private readonly database: Knex) {}

  async set(
    trx: Knex,
    key: VersionKey,
    verdict: NewVerdict,
    at: Date,
  ): Promise<void> {
    await trx('verdicts')
      .insert({
        ...whereVersion(key),
        check: verdict.check,
        baseline: verdict.baseline ?? '',
        state: verdict.state,
        code: verdict.code ?? null,
        message: verdict.message ?? null,
        reproduce_command: verdict.reproduceCommand ?? null,
        decided_at: verdict.state === 'PENDING' ? null : at,
      })
      .onConflict(['organization_id', 'name', 'version', 'check', 'baseline'])
      .merge();
  }

  async ofPackages(
    organizationId: string,
    names: string[],
  ): Promise<VerdictRow[]> {
    return this.database('verdicts')
      .where({ organization_id: organizationId })
      .whereIn('name', names)
      .orderBy(['check', 'baseline']);
  }

  async ofVersion(
    key: VersionKey,
    database: Knex = this.database,
  ): Promise<VerdictRow[]> {
    return database('verdicts')
      .where(whereVersion(key))
      .orderBy(['check', 'baseline']);
  }
}
