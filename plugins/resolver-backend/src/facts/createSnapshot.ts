import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import type { Facts, Snapshot } from './Facts';

/** Packages that are written between two looks at the event loop. */
const SLICE = 50;

/** Names facts by their content. Equal facts have equal names, in whatever order they were loaded. */
export async function createSnapshot(facts: Facts): Promise<Snapshot> {
  const { packages, ...rest } = facts;
  const names = Object.keys(packages).sort();
  const parts: Buffer[] = [];
  for (const [index, name] of names.entries()) {
    // Thousands of packages take longer to write than others may be kept waiting.
    if (index % SLICE === SLICE - 1) await setImmediate();
    const text = canonicalize(packages[name]) ?? '{}';
    parts.push(
      Buffer.from(`${index ? ',' : ''}${JSON.stringify(name)}:${text}`),
    );
  }
  const json = Buffer.concat([
    Buffer.from('{"packages":{'),
    ...parts,
    Buffer.from(`},${(canonicalize(rest) as string).slice(1)}`),
  ]);
  const bytes = new Uint8Array(new SharedArrayBuffer(json.length));
  bytes.set(json);
  const digest = createHash('sha256').update(json).digest('hex');
  return { id: `sha256-${digest}`, facts, bytes };
}
