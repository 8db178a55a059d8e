import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  principalRef,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import type {
  Environment,
  EnvironmentPause,
  PauseRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { Announcer } from '../events/Announcer';
import type { RolloutCoordinator } from '../rollout/RolloutCoordinator';
import type { EnvironmentsService } from '../service/types';
import { assertNotPaused } from './assertNotPaused';
import type { PausesService } from './PausesService';

/** Keeps changes away from an environment for a while, and its hosts off the machine if that is wanted. */
export class DefaultPausesService implements PausesService {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      coordinator: RolloutCoordinator;
      environments: EnvironmentsService;
      announcer: Announcer;
    },
  ) {}

  async pause(
    principal: Principal,
    name: string,
    { reason: text, stopHosts = false, cancelRollout }: PauseRequest,
  ): Promise<Environment> {
    const reason = text.trim();
    const actor = principalRef(principal);
    const at = new Date().toISOString();
    const active = await this.change(principal, name, environment => {
      assertNotPaused(environment);
      return { at, by: actor, reason, stopHosts };
    });
    if (cancelRollout && active) {
      const message = `Cancelled by ${actor}, who paused '${name}': ${reason}`;
      await this.deps.coordinator.end(
        active,
        {
          state: 'cancelled',
          reason: { code: 'ROLLOUT_CANCELLED', message },
        },
        actor,
      );
    }
    return this.deps.environments.get(principal, name);
  }

  async resume(principal: Principal, name: string): Promise<Environment> {
    await this.change(principal, name, ({ paused }) => {
      if (paused) return undefined;
      throw new SceneshiftError(
        'ENVIRONMENT_NOT_PAUSED',
        `'${name}' is not paused: there is nothing to resume.`,
      );
    });
    return this.deps.environments.get(principal, name);
  }

  /** @returns the rollout in progress */
  private async change(
    principal: Principal,
    name: string,
    decide: (environment: EnvironmentRecord) => EnvironmentPause | undefined,
  ): Promise<string | undefined> {
    const { db, stores, announcer } = this.deps;
    const { organizationId } = principal;
    const { id } = await stores.environments.get(db, organizationId, name);
    const active = await db.transaction(async trx => {
      const environment = await stores.environments.lock(trx, id);
      const paused = decide(environment);
      await stores.environments.pause(trx, environment, paused);
      await this.record(trx, principal, environment, paused);
      return environment.activeRolloutId;
    });
    announcer.environment({ environment: name });
    return active;
  }

  private async record(
    trx: Knex.Transaction,
    principal: Principal,
    { name, organizationId }: EnvironmentRecord,
    paused: EnvironmentPause | undefined,
  ): Promise<void> {
    const { stores } = this.deps;
    const actor = principalRef(principal);
    const type = `lifecycle.environment.${paused ? 'paused' : 'resumed'}`;
    const data = { environment: name, ...paused, by: actor };
    await stores.outbox.append(trx, { organizationId, type, data });
    await stores.audit.append(trx, {
      organizationId,
      actor,
      action: type,
      subject: name,
      details: data,
    });
  }
}
