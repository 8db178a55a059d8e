import { timingSafeEqual } from 'node:crypto';
import {
  isSceneshiftError,
  SceneshiftError,
} from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';
import { AuditLog } from '../audit/AuditLog';
import { ApiKeyStore, type StoredApiKey } from './ApiKeyStore';
import { generateKey, hashKey, parseKeyId } from './keyFormat';
import type { ApiKey, ApiKeysService } from './types';
import { WrongKeys } from './WrongKeys';

/** How long a replica may trust a key it has just read: the longest time a revoked key still works elsewhere. */
const CACHE_MS = 3_000;
const CACHE_SIZE = 1_000;
/** `lastUsedAt` is for people: once a minute is enough. */
const TOUCH_MS = 60_000;

/** Keys in the platform database, hashed with the pepper. */
export class DefaultApiKeysService implements ApiKeysService {
  private readonly cache = new Map<
    string,
    { stored: StoredApiKey; until: number }
  >();

  private constructor(
    private readonly database: Knex,
    private readonly store: ApiKeyStore,
    private readonly audit: AuditLog,
    private readonly pepper: string,
    private readonly wrongKeys: WrongKeys,
    private readonly now: () => Date,
  ) {}

  static create(options: {
    database: Knex;
    pepper: string;
    now?: () => Date;
  }): DefaultApiKeysService {
    const now = options.now ?? (() => new Date());
    return new DefaultApiKeysService(
      options.database,
      new ApiKeyStore(options.database),
      new AuditLog({ now }),
      options.pepper,
      new WrongKeys(now),
      now,
    );
  }

  async create(
    input: Parameters<ApiKeysService['create']>[0],
  ): Promise<{ apiKey: ApiKey; key: string }> {
    const { id, key, prefix } = generateKey();
    const apiKey: ApiKey = { ...input, id, prefix, createdAt: this.now() };
    const keyHash = hashKey(key, this.pepper);
    await this.database.transaction(async trx => {
      await this.store.insert(trx, { apiKey, keyHash });
      await this.audit.append(trx, {
        organizationId: input.organizationId,
        actor: input.createdBy,
        action: 'platform.api-key.created',
        subject: `api-key:${id}`,
        details: { name: input.name, scopes: input.scopes },
      });
    });
    return { apiKey, key };
  }

  list(organizationId: string): Promise<ApiKey[]> {
    return this.store.list(organizationId);
  }

  async revoke(
    organizationId: string,
    id: string,
    revokedBy: string,
  ): Promise<void> {
    await this.database.transaction(async trx => {
      const key = { organizationId, id, by: revokedBy, at: this.now() };
      if (!(await this.store.revoke(trx, key))) {
        throw new SceneshiftError('NOT_FOUND', `There is no API key ${id}`);
      }
      await this.audit.append(trx, {
        organizationId,
        actor: revokedBy,
        action: 'platform.api-key.revoked',
        subject: `api-key:${id}`,
        details: {},
      });
    });
    this.cache.delete(id);
  }

  async verify(key: string, from: { address?: string } = {}): Promise<ApiKey> {
    const id = parseKeyId(key);
    const stored = id === undefined ? undefined : await this.lookUp(id);
    const { address } = from;
    const source = address && { address, keyId: stored?.apiKey.id };
    if (source) this.wrongKeys.assertFew(source);
    try {
      const apiKey = this.assertRight(key, stored);
      await this.touch(apiKey);
      return apiKey;
    } catch (error) {
      if (source && isSceneshiftError(error)) this.wrongKeys.add(source);
      throw error;
    }
  }

  private async lookUp(id: string): Promise<StoredApiKey | undefined> {
    const now = this.now().getTime();
    const cached = this.cache.get(id);
    if (cached && cached.until > now) return cached.stored;
    const stored = await this.store.find(id);
    if (this.cache.size >= CACHE_SIZE) this.cache.clear();
    if (stored) this.cache.set(id, { stored, until: now + CACHE_MS });
    return stored;
  }

  private assertRight(key: string, stored?: StoredApiKey): ApiKey {
    if (!stored || !sameHash(stored.keyHash, hashKey(key, this.pepper))) {
      throw new SceneshiftError(
        'API_KEY_INVALID',
        'The API key is not known: create one under API keys in the portal',
      );
    }
    this.assertUsable(stored.apiKey);
    return stored.apiKey;
  }

  private assertUsable(apiKey: ApiKey): void {
    if (apiKey.revokedAt) {
      throw new SceneshiftError(
        'API_KEY_REVOKED',
        `The API key ${apiKey.prefix}… was revoked`,
      );
    }
    if (apiKey.expiresAt && apiKey.expiresAt <= this.now()) {
      throw new SceneshiftError(
        'API_KEY_EXPIRED',
        `The API key ${
          apiKey.prefix
        }… expired at ${apiKey.expiresAt.toISOString()}`,
      );
    }
  }

  private async touch(apiKey: ApiKey): Promise<void> {
    const now = this.now();
    const last = apiKey.lastUsedAt?.getTime() ?? 0;
    if (now.getTime() - last < TOUCH_MS) return;
    apiKey.lastUsedAt = now;
    await this.store.touch(apiKey.id, now);
  }
}

function sameHash(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(left, 'hex'), Buffer.from(right, 'hex'));
}
