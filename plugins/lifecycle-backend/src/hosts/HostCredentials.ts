import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';

/** What the hosts of one plugin in one environment are given, and nobody else. */
export interface HostCredentials {
  environmentId: string;
  pluginId: string;
  databaseName: string;
  roleName: string;
  password: string;
  keyId: string;
  /** PEM, SPKI. */
  publicKey: string;
  /** PEM, PKCS8. */
  privateKey: string;
}

/** PostgreSQL cuts names at 63 bytes. */
const NAME_LENGTH = 63;

/** Makes new credentials. Names are readable, and unique by a digest of what they stand for. */
export function createHostCredentials(
  environment: Pick<EnvironmentRecord, 'id' | 'name'>,
  pluginId: string,
): HostCredentials {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const name = resourceName(environment, pluginId);
  return {
    environmentId: environment.id,
    pluginId,
    databaseName: name,
    roleName: name,
    password: randomBytes(24).toString('base64url'),
    keyId: randomUUID(),
    publicKey,
    privateKey,
  };
}

function resourceName(
  environment: Pick<EnvironmentRecord, 'id' | 'name'>,
  pluginId: string,
): string {
  const digest = createHash('sha256')
    .update(`${environment.id}:${pluginId}`)
    .digest('hex')
    .slice(0, 8);
  const readable = `sceneshift_${environment.name}_${pluginId}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
  return `${readable.slice(0, NAME_LENGTH - 9)}_${digest}`;
}
