import { randomUUID } from 'node:crypto';
import type {
  CreatePlanRequest,
  Plan,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  principalRef,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  PlanRecord,
  Proposal,
} from '../domain/EnvironmentRecord';
import type { GenerationContent } from '../domain/GenerationContent';
import { hashOf } from '../domain/hashOf';
import type { Planner } from '../planner/Planner';
import type { PlansService } from './types';

/** Makes plans and keeps them. */
export class DefaultPlansService implements PlansService {
  constructor(
    private readonly deps: { db: Knex; stores: Stores; planner: Planner },
  ) {}

  async create(
    principal: Principal,
    name: string,
    request: CreatePlanRequest,
  ): Promise<Plan> {
    const { db, stores, planner } = this.deps;
    const { organizationId } = principal;
    const environment = await stores.environments.get(db, organizationId, name);
    const proposal = await planner.plan({
      environment,
      base: await stores.generations.content(
        db,
        environment,
        environment.servingGeneration,
      ),
      changes: request.changes,
      contentOf: number => this.servedContent(environment, number),
      secrets: await stores.secrets.list(db, environment.id),
    });
    const record = toRecord(principal, environment, request, proposal);
    await this.store(record, environment);
    return toPlan(record, environment.name);
  }

  async get(principal: Principal, id: string): Promise<Plan> {
    const { db, stores } = this.deps;
    const record = await stores.plans.get(db, principal.organizationId, id);
    const environment = await stores.environments.getById(
      db,
      record.environmentId,
    );
    return toPlan(record, environment.name);
  }

  /** Only what has served can be gone back to. */
  private async servedContent(
    environment: EnvironmentRecord,
    number: number,
  ): Promise<GenerationContent> {
    const { db, stores } = this.deps;
    if (number === 0) return stores.generations.content(db, environment, 0);
    const generation = await stores.generations.get(db, environment, number);
    if (['serving', 'superseded'].includes(generation.state)) {
      return generation.content;
    }
    throw new SceneshiftError(
      'GENERATION_NOT_FOUND',
      `Generation ${number} of '${environment.name}' never served for good (it is '${generation.state}'): choose another one.`,
    );
  }

  private async store(
    record: PlanRecord,
    environment: EnvironmentRecord,
  ): Promise<void> {
    const { db, stores } = this.deps;
    await db.transaction(async trx => {
      await stores.plans.insert(trx, record);
      await stores.audit.append(trx, {
        organizationId: record.organizationId,
        actor: record.createdBy,
        action: 'lifecycle.plan.created',
        subject: `${environment.name}/${record.id}`,
        details: { hash: record.hash, summary: record.proposal.summary },
      });
      await stores.outbox.append(trx, {
        organizationId: record.organizationId,
        type: 'lifecycle.plan.created',
        data: {
          environment: environment.name,
          planId: record.id,
          hash: record.hash,
          createdBy: record.createdBy,
        },
      });
    });
  }
}

function toRecord(
  principal: Principal,
  environment: EnvironmentRecord,
  { changes }: CreatePlanRequest,
  proposal: Proposal,
): PlanRecord {
  return {
    id: randomUUID(),
    organizationId: environment.organizationId,
    environmentId: environment.id,
    hash: hashOf({
      environment: environment.name,
      base: environment.servingGeneration,
      content: proposal.content,
      deleteData: proposal.deleteData,
      dataChanges: proposal.dataChanges ?? [],
    }),
    baseGeneration: environment.servingGeneration,
    changes,
    proposal,
    createdAt: new Date(),
    createdBy: principalRef(principal),
  };
}

function toPlan(record: PlanRecord, environment: string): Plan {
  const { diff, problems, configForms } = record.proposal;
  return {
    id: record.id,
    environment,
    hash: record.hash,
    baseGeneration: record.baseGeneration,
    createdAt: record.createdAt.toISOString(),
    createdBy: record.createdBy,
    changes: record.changes,
    diff,
    problems,
    configForms,
  };
}
