import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentDefinition } from './LifecycleConfig';

/** Brings the stored environments in line with the configuration, and records what that changed. */
export async function applyDefinitions(
  db: Knex,
  stores: Stores,
  definitions: EnvironmentDefinition[],
): Promise<void> {
  for (const definition of definitions) {
    await db.transaction(trx => applyDefinition(trx, stores, definition));
  }
}

async function applyDefinition(
  trx: Knex.Transaction,
  { environments, audit, outbox }: Stores,
  definition: EnvironmentDefinition,
): Promise<void> {
  const verb = await environments.upsert(trx, definition);
  if (!verb) return;
  // The shared configuration may hold credentials of integrations: it is left out.
  const { name, organization, sharedConfig: _, ...visible } = definition;
  const type = `lifecycle.environment.${verb}`;
  const organizationId = organization;
  await outbox.append(trx, {
    organizationId,
    type,
    data: { environment: name, ...visible },
  });
  await audit.append(trx, {
    organizationId,
    actor: 'plugin:lifecycle',
    action: type,
    subject: name,
    details: visible,
  });
}
