/** True for plain JSON objects. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** The value at a dotted path; numbers go into arrays. */
export function getPath(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((current, key) => childOf(current, key), value);
}

function childOf(value: unknown, key: string): unknown {
  const isBranch = isObject(value) || Array.isArray(value);
  return isBranch && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Sets the value at a dotted path, making objects on the way. */
export function setPath(
  target: Record<string, unknown>,
  path: string,
  value: unknown,
): void {
  const keys = path.split('.');
  if (keys.some(key => FORBIDDEN_KEYS.has(key))) return;
  const last = keys.pop()!;
  let current = target;
  for (const key of keys) {
    const child = current[key];
    if (!isObject(child) && !Array.isArray(child)) current[key] = {};
    current = current[key] as Record<string, unknown>;
  }
  current[last] = value;
}

/** Every leaf of a configuration with its dotted path; secret references are leaves. */
export function leaves(
  value: unknown,
  path = '',
): Array<{ path: string; value: unknown }> {
  const isBranch =
    (isObject(value) && !('$secret' in value)) || Array.isArray(value);
  const entries = isBranch ? Object.entries(value) : [];
  if (!entries.length) return path ? [{ path, value }] : [];
  return entries.flatMap(([key, child]) =>
    leaves(child, path ? `${path}.${key}` : key),
  );
}

/** Turns an ajv instance path (`/techRadar/items/0`) into `techRadar.items.0`. */
export function fromInstancePath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .join('.');
}
