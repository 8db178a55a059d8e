import leven from 'leven';

/** The known name that somebody who wrote `name` may have meant. */
export function nearest(name: string, known: string[]): string | undefined {
  // Two slips, or a third of a long name: beyond that it is another word.
  const limit = Math.max(2, Math.floor(name.length / 3));
  const [best] = known
    .map(candidate => ({ candidate, distance: distance(name, candidate) }))
    .filter(item => item.distance <= Math.min(limit, item.candidate.length - 1))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** `plugin_id` and `PluginID` are `pluginId` in another spelling. */
function distance(name: string, candidate: string): number {
  // Measuring takes time that grows with both lengths; no known name is that long.
  if (name.length > 100) return Infinity;
  return leven(plain(name), plain(candidate));
}

function plain(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}
