import { createHash, webcrypto } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * Hex sha256 of what a request says: of the bytes where a route takes them as they come, else of canonical JSON
 * (RFC 8785), so that the order of keys makes no other request.
 */
export async function bodyHash(body: unknown): Promise<string> {
  if (!Buffer.isBuffer(body)) {
    return createHash('sha256')
      .update(canonicalize(body ?? null) ?? '')
      .digest('hex');
  }
  // On a thread of its own: such bodies may be large.
  const digest = await webcrypto.subtle.digest('SHA-256', body);
  return Buffer.from(digest).toString('hex');
}
