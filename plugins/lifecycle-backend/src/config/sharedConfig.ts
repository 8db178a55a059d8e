import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { JsonObject, JsonValue } from '@backstage/types';
import { getPath, setPath } from '../domain/configPaths';

/** What hosts learn of the portal's own configuration without being told: nothing of it is secret. */
const FROM_PORTAL = [
  'app.title',
  'app.baseUrl',
  'backend.baseUrl',
  'organization',
];

/** What an environment may share with all of its hosts. */
const ALLOWED = [...FROM_PORTAL, 'integrations', 'backend.reading'];

/** The configuration that all hosts of an environment get: the portal's public facts, then the environment's own. */
export function readSharedConfig(
  root: RootConfigService,
  entry: Config,
): JsonObject {
  const own = entry.getOptional<JsonObject>('sharedConfig') ?? {};
  assertAllowed(entry.getString('name'), own);
  const shared: JsonObject = {};
  for (const path of ALLOWED) {
    const inherited = FROM_PORTAL.includes(path)
      ? root.getOptional<JsonValue>(path)
      : undefined;
    const value = (getPath(own, path) as JsonValue | undefined) ?? inherited;
    if (value !== undefined) setPath(shared, path, value);
  }
  return shared;
}

function assertAllowed(environment: string, own: JsonObject): void {
  const given = Object.entries(own).flatMap(([key, value]) =>
    ALLOWED.includes(key) ? [key] : childPaths(key, value),
  );
  const refused = given.filter(path => !ALLOWED.includes(path));
  if (refused.length) {
    throw new Error(
      `sharedConfig of environment '${environment}' may not hold ${refused.join(
        ', ',
      )}: ` + `hosts share only ${ALLOWED.join(', ')}`,
    );
  }
}

function childPaths(key: string, value: JsonValue | undefined): string[] {
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? Object.keys(value).map(child => `${key}.${child}`) : [key];
}
