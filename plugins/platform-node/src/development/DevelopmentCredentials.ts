import fs from 'node:fs/promises';
import path from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isSceneshiftError } from '@sceneshift/backstage-platform-common';
import type { ApiKeyScope, ApiKeysService } from '../apiKeys/types';

/** File name to scope of the keys that a development checkout's scripts, supervisor and pack worker use. */
const CREDENTIALS: Record<string, ApiKeyScope> = {
  'dev-api-key': 'admin',
  'host-key': 'environment:development:host',
  'pack-key': 'publish',
};

/** Keeps files with valid API keys in a folder, readable by the owner alone. */
export class DevelopmentCredentials {
  constructor(
    private readonly options: {
      directory: string;
      organizationId: string;
      apiKeys: ApiKeysService;
      logger: LoggerService;
    },
  ) {}

  async ensure(): Promise<void> {
    await fs.mkdir(this.options.directory, { recursive: true });
    for (const [name, scope] of Object.entries(CREDENTIALS)) {
      await this.ensureFile(name, scope);
    }
  }

  private async ensureFile(name: string, scope: ApiKeyScope): Promise<void> {
    const file = path.join(this.options.directory, name);
    if (await this.holdsValidKey(file, scope)) return;
    const { key } = await this.options.apiKeys.create({
      organizationId: this.options.organizationId,
      name,
      scopes: [scope],
      createdBy: 'development',
    });
    await writePrivate(file, key);
    this.options.logger.info(`Wrote a development API key to ${file}`);
  }

  private async holdsValidKey(
    file: string,
    scope: ApiKeyScope,
  ): Promise<boolean> {
    const key = await readIfPresent(file);
    if (key === undefined) return false;
    try {
      const apiKey = await this.options.apiKeys.verify(key);
      const { organizationId } = this.options;
      if (apiKey.organizationId !== organizationId) return false;
      return apiKey.scopes.includes(scope);
    } catch (error) {
      // The database was replaced or the key revoked: a new one takes its place.
      if (isSceneshiftError(error) && error.status === 401) return false;
      throw error;
    }
  }
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return (await fs.readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A new file and a rename: the key is never readable by others, not even for a moment. */
async function writePrivate(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await fs.rm(temporary, { force: true });
  await fs.writeFile(temporary, `${content}\n`, { mode: 0o600, flag: 'wx' });
  await fs.rename(temporary, file);
}
