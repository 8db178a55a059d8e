/** Shorter strings would black out half of a log. */
const SHORTEST = 4;

/**
 * The forms in which secrets appear in text: whole, line by line (keys in PEM), and escaped as in JSON.
 */
export function secretForms(secrets: Iterable<string>): string[] {
  const lines = [...secrets].flatMap(secret => [secret, ...secret.split('\n')]);
  const trimmed = lines
    .map(line => line.trim())
    .filter(line => line.length >= SHORTEST && !line.startsWith('-----'));
  const escaped = trimmed.map(line => JSON.stringify(line).slice(1, -1));
  return [...new Set([...trimmed, ...escaped])];
}
