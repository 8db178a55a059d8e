import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  EnvironmentRecord,
  GenerationRecord,
} from '../domain/EnvironmentRecord';
import { EMPTY_CONTENT } from '../domain/GenerationContent';
import type { GenerationContent } from '../domain/GenerationContent';

interface GenerationRow {
  id: string;
  organization_id: string;
  environment_id: string;
  number: number;
  state: GenerationRecord['state'];
  rollout_id: string | null;
  summary: string;
  content: GenerationContent;
  created_at: Date;
  created_by: string;
}

/** Generations in SQL. Their content never changes; only their state does. */
export class GenerationStore {
  /** Call it under the environment's lock: numbers are given without gaps. */
  async insert(
    trx: Knex.Transaction,
    generation: Omit<GenerationRecord, 'id' | 'number' | 'createdAt' | 'state'>,
  ): Promise<number> {
    const last = await trx('generations')
      .where({ environment_id: generation.environmentId })
      .max('number as number')
      .first();
    const number = Number(last?.number ?? 0) + 1;
    await trx('generations').insert({
      id: randomUUID(),
      organization_id: generation.organizationId,
      environment_id: generation.environmentId,
      number,
      state: 'proposed',
      rollout_id: generation.rolloutId,
      summary: generation.summary,
      content: JSON.stringify(generation.content),
      created_by: generation.createdBy,
    });
    return number;
  }

  async get(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'id' | 'name'>,
    number: number,
  ): Promise<GenerationRecord> {
    const row: GenerationRow | undefined = await db('generations')
      .where({ environment_id: environment.id, number })
      .first();
    if (row) return fromRow(row);
    throw new SceneshiftError(
      'GENERATION_NOT_FOUND',
      `Environment '${environment.name}' has no generation ${number}.`,
    );
  }

  async has(db: Knex, environmentId: string, number: number): Promise<boolean> {
    if (number === 0) return true;
    const row = await db('generations')
      .where({ environment_id: environmentId, number })
      .first('id');
    return row !== undefined;
  }

  /** Generation 0 is the empty one, which has no row. */
  async content(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'id' | 'name'>,
    number: number,
  ): Promise<GenerationContent> {
    if (number === 0) return EMPTY_CONTENT;
    return (await this.get(db, environment, number)).content;
  }

  /** Newest first. */
  async list(
    db: Knex,
    environmentId: string,
    page: { limit: number; before?: number },
  ): Promise<GenerationRecord[]> {
    const query = db('generations')
      .where({ environment_id: environmentId })
      .orderBy('number', 'desc')
      .limit(page.limit);
    if (page.before !== undefined) query.where('number', '<', page.before);
    const rows: GenerationRow[] = await query;
    return rows.map(fromRow);
  }

  async setState(
    trx: Knex.Transaction,
    environmentId: string,
    number: number,
    state: GenerationRecord['state'],
  ): Promise<void> {
    await trx('generations')
      .where({ environment_id: environmentId, number })
      .update({ state });
  }
}

function fromRow(row: GenerationRow): GenerationRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    number: row.number,
    state: row.state,
    rolloutId: row.rollout_id ?? undefined,
    summary: row.summary,
    content: row.content,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
