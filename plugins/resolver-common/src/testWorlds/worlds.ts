import type { PackageFacts, ResolveAnswer, VersionFacts } from '../types';

/**
 * A compact notation for tiny worlds: `world({ 'a 1.0.0': { dependencies: { b: '^1.0.0' } }, 'b 1.0.0 1.1.0': {} })`. A key names a
 * package and the versions that the facts hold for.
 */
export function world(notation: Record<string, VersionFacts>): PackageFacts {
  const packages: PackageFacts = {};
  for (const [key, facts] of Object.entries(notation)) {
    const [name, ...versions] = key.split(' ');
    const known = (packages[name!] ??= {});
    for (const version of versions) known[version] = facts;
  }
  return packages;
}

/** "a 1.0.0, b 2.0.0" for a success; the explanation or the error otherwise. */
export function summary(answer: ResolveAnswer): string {
  if (answer.ok) {
    return Object.entries(answer.solution)
      .map(entry => entry.join(' '))
      .join(', ');
  }
  return 'error' in answer
    ? `${answer.error.code} ${answer.error.field}: ${answer.error.message}`
    : answer.explanation;
}
