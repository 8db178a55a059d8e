import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * `ssk_<id>_<secret><crc>`: 16 hex digits, 32 random bytes as base64url, CRC-32 as 8 hex digits.
 * The checksum lets secret scanners and this process reject typos without a look into the database.
 */
const KEY_PATTERN = /^(ssk_([0-9a-f]{16})_[A-Za-z0-9_-]{43})([0-9a-f]{8})$/;

/** A key as it is shown once, and what is stored of it. */
export interface GeneratedKey {
  id: string;
  key: string;
  prefix: string;
}

export function generateKey(): GeneratedKey {
  const id = randomBytes(8).toString('hex');
  const body = `ssk_${id}_${randomBytes(32).toString('base64url')}`;
  return { id, key: body + checksum(body), prefix: `ssk_${id.slice(0, 6)}` };
}

/** The id inside a well-formed key, else undefined. */
export function parseKeyId(key: string): string | undefined {
  const match = KEY_PATTERN.exec(key);
  if (!match || checksum(match[1] as string) !== match[3]) return undefined;
  return match[2];
}

/** True for bearer tokens that are meant as API keys, well formed or not. */
export function looksLikeApiKey(token: string): boolean {
  return token.startsWith('ssk_');
}

export function hashKey(key: string, pepper: string): string {
  return createHmac('sha256', pepper).update(key).digest('hex');
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}
