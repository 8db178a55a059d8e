import type { RootConfigService } from '@backstage/backend-plugin-api';
import { parse } from 'pg-connection-string';

/** Where hosts reach PostgreSQL. */
export interface DatabaseAddress {
  host: string;
  port: number;
}

const DEFAULT_PORT = 5432;

/**
 * The control plane's own PostgreSQL, unless hosts see it under another address
 * (`sceneshift.hosts.database.host` and `.port`).
 */
export function readDatabaseAddress(
  config: RootConfigService,
): DatabaseAddress {
  const own = readOwnAddress(config);
  const override = config.getOptionalConfig('sceneshift.hosts.database');
  return {
    host: override?.getOptionalString('host') ?? own.host,
    port: override?.getOptionalNumber('port') ?? own.port,
  };
}

function readOwnAddress(config: RootConfigService): DatabaseAddress {
  const key = 'backend.database.connection';
  const value = config.getOptional(key);
  const url =
    typeof value === 'string'
      ? value
      : config.getOptionalString(`${key}.connectionString`);
  if (url) {
    const { host, port } = parse(url);
    return { host: host ?? 'localhost', port: Number(port ?? DEFAULT_PORT) };
  }
  return {
    host: config.getOptionalString(`${key}.host`) ?? 'localhost',
    port: Number(config.getOptional(`${key}.port`) ?? DEFAULT_PORT),
  };
}
