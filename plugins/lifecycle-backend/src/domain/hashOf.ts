import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Hex sha256 over canonical JSON (RFC 8785): equal values have equal hashes, whatever the order of their keys. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
