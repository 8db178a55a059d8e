import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { HostSpec } from '../protocol/hostSpec';

/**
 * The configuration of a host: what the environment shares, then the plugin's own, then what no plugin may change.
 * Later wins, so a plugin cannot redirect its database, its keys or discovery.
 */
export function createHostConfig(spec: HostSpec): RootConfigService {
  const data = (value: Record<string, unknown>) => value as JsonObject;
  return ConfigReader.fromConfigs([
    { context: 'shared', data: data(spec.sharedConfig) },
    { context: 'plugin', data: data(spec.config) },
    { context: 'host', data: data(fixedConfig(spec)) },
  ]);
}

function fixedConfig(spec: HostSpec): Record<string, unknown> {
  return {
    backend: {
      baseUrl: baseUrl(spec),
      // A plugin that fails must fail its host: a failure that is let through would serve 503 behind a good readiness.
      startup: { default: { onPluginBootFailure: 'abort' } },
      auth: { pluginKeyStore: keyStore(spec) },
      database: database(spec),
    },
    discovery: {
      endpoints: [
        {
          target: {
            internal: `${spec.controlPlaneUrl}/api/{{pluginId}}`,
            external: `${baseUrl(spec)}/api/{{pluginId}}`,
          },
          plugins: ['*'],
        },
      ],
    },
  };
}

/** What links for people start with. */
function baseUrl(spec: HostSpec): string {
  const shared = spec.sharedConfig.backend as { baseUrl?: string } | undefined;
  return (shared?.baseUrl ?? spec.controlPlaneUrl).replace(/\/+$/, '');
}

function keyStore({ signingKey }: HostSpec): Record<string, unknown> {
  return { type: 'static', static: { keys: [signingKey] } };
}

function database({
  pluginId,
  database: connection,
}: HostSpec): Record<string, unknown> {
  return {
    client: 'pg',
    // The control plane makes database and role; the role may not create databases.
    ensureExists: false,
    connection,
    // Code rolls back, schemas do not: without this a version refuses to start on the schema of a newer one.
    knexConfig: { migrations: { disableMigrationsListValidation: true } },
    plugin: { [pluginId]: { connection } },
  };
}
