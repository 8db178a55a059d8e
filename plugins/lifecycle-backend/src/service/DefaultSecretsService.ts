import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  isSecretReference,
  type LifecyclePage,
  type SecretSummary,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  principalRef,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import { leaves } from '../domain/configPaths';
import type { SecretsService } from './types';

/** Keeps secrets. A new value reaches the hosts that use it at once: their specification changes. */
export class DefaultSecretsService implements SecretsService {
  constructor(private readonly deps: { db: Knex; stores: Stores }) {}

  async list(
    principal: Principal,
    name: string,
  ): Promise<LifecyclePage<SecretSummary>> {
    const { db, stores } = this.deps;
    const environment = await this.find(principal, name);
    return { items: await stores.secrets.list(db, environment.id) };
  }

  async put(
    principal: Principal,
    environmentName: string,
    name: string,
    value: string,
  ): Promise<void> {
    const { stores } = this.deps;
    const updatedBy = principalRef(principal);
    await this.change(
      principal,
      environmentName,
      name,
      'written',
      (trx, owner) =>
        stores.secrets.put(trx, owner, name, { value, updatedBy }),
    );
  }

  async delete(
    principal: Principal,
    environmentName: string,
    name: string,
  ): Promise<void> {
    const { stores } = this.deps;
    await this.change(
      principal,
      environmentName,
      name,
      'deleted',
      async (trx, owner) => {
        await this.assertUnused(trx, owner, name);
        if (await stores.secrets.delete(trx, owner.id, name)) return;
        throw new SceneshiftError(
          'SECRET_NOT_FOUND',
          `Environment '${owner.name}' has no secret '${name}': the list of its secrets has the names that there are.`,
        );
      },
    );
  }

  private async change(
    principal: Principal,
    environmentName: string,
    name: string,
    verb: string,
    change: (trx: Knex.Transaction, owner: EnvironmentRecord) => Promise<void>,
  ): Promise<void> {
    const { db, stores } = this.deps;
    const { id } = await this.find(principal, environmentName);
    await db.transaction(async trx => {
      const environment = await stores.environments.lock(trx, id);
      await change(trx, environment);
      await stores.environments.announce(trx, environment);
      await this.record(trx, environment, principal, name, verb);
    });
  }

  private async record(
    trx: Knex.Transaction,
    { organizationId, name: environment }: EnvironmentRecord,
    principal: Principal,
    name: string,
    verb: string,
  ): Promise<void> {
    const action = `lifecycle.secret.${verb}`;
    await this.deps.stores.audit.append(trx, {
      organizationId,
      actor: principalRef(principal),
      action,
      subject: `${environment}/${name}`,
      details: {},
    });
    await this.deps.stores.outbox.append(trx, {
      organizationId,
      type: action,
      data: { environment, name },
    });
  }

  private async assertUnused(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    name: string,
  ): Promise<void> {
    const { servingGeneration, desiredGeneration } = environment;
    for (const number of [servingGeneration, desiredGeneration]) {
      const { plugins } = await this.deps.stores.generations.content(
        trx,
        environment,
        number,
      );
      const user = plugins.find(plugin =>
        leaves(plugin.config).some(
          ({ value }) => isSecretReference(value) && value.$secret === name,
        ),
      );
      if (!user) continue;
      throw new SceneshiftError(
        'SECRET_IN_USE',
        `The secret '${name}' is used by plugin '${user.pluginId}': configure the plugin without it first.`,
      );
    }
  }

  private find(principal: Principal, name: string): Promise<EnvironmentRecord> {
    const { db, stores } = this.deps;
    return stores.environments.get(db, principal.organizationId, name);
  }
}
