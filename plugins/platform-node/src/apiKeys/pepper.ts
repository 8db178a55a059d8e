import { randomBytes } from 'node:crypto';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const CONFIG_KEY = 'sceneshift.apiKeys.pepper';
const SETTING = 'api_keys.pepper';
const MINIMUM_LENGTH = 32;

/**
 * The pepper from configuration. Outside production a missing one is generated and kept in the platform database,
 * where it protects nothing but keeps development keys valid across restarts.
 */
export async function resolvePepper(options: {
  config: RootConfigService;
  database: Knex;
  production: boolean;
}): Promise<string> {
  const configured = options.config.getOptionalString(CONFIG_KEY);
  if (configured !== undefined) return assertLongEnough(configured);
  if (options.production) {
    throw new Error(
      `Missing ${CONFIG_KEY}: set it to a random secret of at least ${MINIMUM_LENGTH} characters, the same on all replicas`,
    );
  }
  return generateOnce(options.database);
}

function assertLongEnough(pepper: string): string {
  if (pepper.length < MINIMUM_LENGTH) {
    throw new Error(
      `${CONFIG_KEY} is too short: it needs at least ${MINIMUM_LENGTH} characters`,
    );
  }
  return pepper;
}

async function generateOnce(database: Knex): Promise<string> {
  await database('platform_settings')
    .insert({ key: SETTING, value: randomBytes(32).toString('base64') })
    .onConflict('key')
    .ignore();
  const row = await database('platform_settings')
    .where({ key: SETTING })
    .first('value');
  return row.value;
}
