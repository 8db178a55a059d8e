import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RootConfigService } from '@backstage/backend-plugin-api';

const CONFIG_KEY = 'sceneshift.secrets.encryptionKey';
const MINIMUM_LENGTH = 32;

/**
 * The key under which secrets are stored. A development portal that has none keeps one beside its other credentials,
 * readable by the owner alone.
 */
export async function resolveEncryptionKey(
  config: RootConfigService,
): Promise<string> {
  const configured = config.getOptionalString(CONFIG_KEY);
  if (configured !== undefined) return assertLongEnough(configured);
  const directory = config.getOptionalString(
    'sceneshift.development.credentialsDirectory',
  );
  if (!directory || process.env.NODE_ENV === 'production') {
    throw new Error(
      `Missing ${CONFIG_KEY}: set it to a random secret of at least ${MINIMUM_LENGTH} characters, the same on all replicas`,
    );
  }
  return generateOnce(directory);
}

function assertLongEnough(key: string): string {
  if (key.length >= MINIMUM_LENGTH) return key;
  throw new Error(
    `${CONFIG_KEY} is too short: it needs at least ${MINIMUM_LENGTH} characters`,
  );
}

async function generateOnce(directory: string): Promise<string> {
  const path = join(directory, 'encryption-key');
  await mkdir(directory, { recursive: true });
  try {
    const key = randomBytes(32).toString('base64');
    await writeFile(path, key, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path, 'utf8')).trim();
  }
}
