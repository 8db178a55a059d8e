/** Keys whose values are treated as secrets when no schema says which ones are. */
const SECRET_KEY =
  /(secret|token|password|passwd|credential|private.?key|api.?key|access.?key|signing.?key|connection.?string|webhook)/i;

/** The strings of a configuration that look like secrets by the names of their keys, at any depth. */
export function secretsByKey(config: unknown, inSecret = false): string[] {
  if (typeof config === 'string') return inSecret ? [config] : [];
  if (Array.isArray(config)) {
    return config.flatMap(value => secretsByKey(value, inSecret));
  }
  if (typeof config !== 'object' || config === null) return [];
  return Object.entries(config).flatMap(([key, value]) =>
    secretsByKey(value, inSecret || SECRET_KEY.test(key)),
  );
}

/**
 * The strings of a configuration that its JSON schema marks with `visibility: secret` (or deep visibility above them).
 */
export function secretsBySchema(
  config: unknown,
  schema: unknown,
  inSecret = false,
): string[] {
  const node = asRecord(schema);
  const secret =
    inSecret ||
    node?.visibility === 'secret' ||
    node?.deepVisibility === 'secret';
  if (typeof config === 'string') return secret ? [config] : [];
  if (Array.isArray(config)) {
    return config.flatMap(value => secretsBySchema(value, node?.items, secret));
  }
  return Object.entries(asRecord(config) ?? {}).flatMap(([key, value]) =>
    secretsBySchema(
      value,
      asRecord(node?.properties)?.[key] ?? node?.additionalProperties,
      secret,
    ),
  );
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}
