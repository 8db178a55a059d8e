import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  LifecyclePage,
  Rollout,
  StartRolloutRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  principalRef,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import { assertConfirmed } from '../data/assertConfirmed';
import { RolloutDatabases } from '../data/RolloutDatabases';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  PlanRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import type { Announcer } from '../events/Announcer';
import { assertNotPaused } from '../pause/assertNotPaused';
import { failpoint } from '../rollout/failpoint';
import type { RolloutCoordinator } from '../rollout/RolloutCoordinator';
import { assertApplicable } from './assertApplicable';
import { readPage, toPage } from './page';
import { findParticipants } from './rolloutParticipants';
import type { PageRequest, RolloutsService } from './types';

/** Starts, shows and cancels rollouts. */
export class DefaultRolloutsService implements RolloutsService {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      coordinator: RolloutCoordinator;
      announcer: Announcer;
      logger: LoggerService;
      timeoutMs: number;
      replicaTimeoutMs: number;
      /** Resolves when this process's proxy knows of the ids that were just accepted: from then on none answers 404. */
      reserveIds(): Promise<void>;
    },
  ) {}

  async start(
    principal: Principal,
    name: string,
    request: StartRolloutRequest,
  ): Promise<Rollout> {
    const { db, stores, coordinator, announcer, logger } = this.deps;
    const { organizationId } = principal;
    const { id: environmentId } = await stores.environments.get(
      db,
      organizationId,
      name,
    );
    const plan = await stores.plans.get(db, organizationId, request.planId);
    const rollout = await db.transaction(async trx => {
      const environment = await stores.environments.lock(trx, environmentId);
      assertNotPaused(environment);
      assertApplicable(plan, environment, request.planHash);
      assertConfirmed(`Plan '${plan.id}'`, plan, request.confirm);
      return this.insert(trx, principal, environment, plan);
    });
    failpoint('controlPlane.rollout.started');
    announcer.environment({
      environment: name,
      rolloutId: rollout.id,
      state: rollout.state,
    });
    // Not awaited: the caller follows it, and the schedule takes over should this process die.
    coordinator
      .advance(rollout.id)
      .catch(error => logger.error(`Rollout ${rollout.id} is stuck`, error));
    await this.deps.reserveIds();
    return this.describe(rollout, name);
  }

  async get(principal: Principal, id: string): Promise<Rollout> {
    const { db, stores } = this.deps;
    const rollout = await stores.rollouts.get(db, principal.organizationId, id);
    const { name } = await stores.environments.getById(
      db,
      rollout.environmentId,
    );
    return this.describe(rollout, name);
  }

  async list(
    principal: Principal,
    name: string,
    page: PageRequest,
  ): Promise<LifecyclePage<Rollout>> {
    const { db, stores } = this.deps;
    const { organizationId } = principal;
    const environment = await stores.environments.get(db, organizationId, name);
    const { limit, before } = readPage(page);
    const rows = await stores.rollouts.list(db, environment.id, {
      limit: limit + 1,
      before,
    });
    const described = await Promise.all(
      rows.map(row => this.describe(row, name)),
    );
    return toPage(
      described,
      limit,
      ({ toGeneration }) => toGeneration,
      item => item,
    );
  }

  async cancel(principal: Principal, id: string): Promise<Rollout> {
    const { db, stores, coordinator } = this.deps;
    await stores.rollouts.get(db, principal.organizationId, id);
    const actor = principalRef(principal);
    const reason = {
      code: 'ROLLOUT_CANCELLED',
      message: `Cancelled by ${actor}.`,
    };
    const cancelled = await coordinator.end(
      id,
      { state: 'cancelled', reason },
      actor,
    );
    const rollout = await this.get(principal, id);
    if (cancelled) return rollout;
    throw new SceneshiftError(
      'ROLLOUT_FINISHED',
      `Rollout ${id} has ended as '${rollout.state}': there is nothing to cancel. To go back, plan a rollback.`,
    );
  }

  private async insert(
    trx: Knex.Transaction,
    principal: Principal,
    environment: EnvironmentRecord,
    plan: PlanRecord,
  ): Promise<RolloutRecord> {
    const { stores, coordinator, timeoutMs } = this.deps;
    const id = randomUUID();
    const createdBy = principalRef(principal);
    const { organizationId, id: environmentId } = environment;
    const { summary, frontendFirst, deleteData } = plan.proposal;
    const content = await new RolloutDatabases(stores).assign(
      trx,
      environment,
      { id, createdBy },
      plan.proposal,
    );
    const number = await stores.generations.insert(trx, {
      organizationId,
      environmentId,
      rolloutId: id,
      summary,
      content,
      createdBy,
    });
    const rollout: RolloutRecord = {
      id,
      organizationId,
      environmentId,
      planId: plan.id,
      fromGeneration: environment.servingGeneration,
      toGeneration: number,
      state: 'fetching',
      frontendFirst,
      deleteData,
      deadlineAt: new Date(Date.now() + timeoutMs),
      createdAt: new Date(),
      createdBy,
    };
    await stores.rollouts.insert(trx, rollout);
    await stores.rollouts.addStep(trx, rollout, {
      state: 'fetching',
      message: summary,
    });
    await stores.environments.begin(trx, environment, id);
    await coordinator.ledger.record(
      trx,
      environment,
      rollout,
      'started',
      createdBy,
    );
    return rollout;
  }

  private async describe(
    record: RolloutRecord,
    environment: string,
  ): Promise<Rollout> {
    const { db, stores, replicaTimeoutMs } = this.deps;
    return {
      id: record.id,
      environment,
      planId: record.planId,
      fromGeneration: record.fromGeneration,
      toGeneration: record.toGeneration,
      state: record.state,
      steps: await stores.rollouts.steps(db, record.id),
      ...(record.preparedAt &&
        !record.endedAt && {
          replicas: await findParticipants(
            db,
            stores,
            record,
            replicaTimeoutMs,
          ),
        }),
      reason: record.reason,
      logs: record.logs,
      createdAt: record.createdAt.toISOString(),
      createdBy: record.createdBy,
      endedAt: record.endedAt?.toISOString(),
    };
  }
}
