/**
 * A line of a host's log as a person reads it. Hosts write JSON; what is not JSON is shown as it came.
 *
 * @public
 */
export function formatLogLine(line: string): string {
  const entry = parseEntry(line);
  if (!entry) return line;
  const { timestamp, level, message, ...fields } = entry;
  const stack = typeof fields.stack === 'string' ? `\n${fields.stack}` : '';
  return [clockOf(timestamp), String(level ?? '').padEnd(5), message]
    .filter(Boolean)
    .join(' ')
    .concat(stack);
}

function parseEntry(
  line: string,
): (Record<string, unknown> & { message: string }) | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line);
    return typeof value?.message === 'string' ? value : undefined;
  } catch {
    // A line may be cut: it is then shown as it is.
    return undefined;
  }
}

/** `12:00:01.250`, of a time in ISO 8601: the day is known from the context. */
function clockOf(timestamp: unknown): string {
  return /T([\d:.]+)/.exec(String(timestamp))?.[1] ?? '';
}
