import type { KnownPackage } from '../world/KnownPackage';
import { ABSENT, type VersionSet } from '../solver/VersionSet';

/** Runs of versions that a text names before it says "and more". */
const MOST_RUNS = 4;

/** Ranges that a text names each. */
const MOST_RANGES = 4;

/** "b ^1.0.0", "every version of b", "b 1.0.0 or >=2.0.0". */
export function packageText(known: KnownPackage, states: VersionSet): string {
  const present = states.intersect(known.present);
  if (known.present.isSubsetOf(present)) {
    return known.size === 2
      ? `${known.name} ${known.version(1)}`
      : `every version of ${known.name}`;
  }
  return `${known.name} ${rangeText(known, present)}`;
}

/** As an author wrote it, when a range that means these versions was met; else the shortest that does. */
export function rangeText(known: KnownPackage, states: VersionSet): string {
  const written = known.rangeOf(states);
  if (written !== undefined && !states.isEmpty())
    return written === '' ? '*' : written;
  return runsText(known, states);
}

/** "1.0.0, 1.1.0 or >=2.0.0". */
export function runsText(known: KnownPackage, states: VersionSet): string {
  const texts = runs(states).map(([first, last]) =>
    runText(known, first, last),
  );
  const shown =
    texts.length > MOST_RUNS ? [...texts.slice(0, MOST_RUNS), 'others'] : texts;
  return joined(shown, 'or');
}

/** What versions ask for: "^1.0.0 or ^2.0.0"; of many, the first two and the last. */
export function rangesText(ranges: readonly string[]): string {
  return ranges.length > MOST_RANGES
    ? `${ranges.slice(0, 2).join(', ')}, … or ${ranges.at(-1)}`
    : joined(ranges, 'or');
}

/** "a, b or c". */
export function joined(texts: readonly string[], word: 'and' | 'or'): string {
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} ${word} ${texts[texts.length - 1]}`;
}

function runText(known: KnownPackage, first: number, last: number): string {
  if (first === last) return known.version(first);
  if (last === known.size - 1) return `>=${known.version(first)}`;
  if (first === 1) return `<${known.version(last + 1)}`;
  return `>=${known.version(first)} <${known.version(last + 1)}`;
}

/** First and last position of each unbroken run of versions. */
function runs(states: VersionSet): Array<[number, number]> {
  const result: Array<[number, number]> = [];
  for (const position of states.positions()) {
    const last = result[result.length - 1];
    if (position === ABSENT) continue;
    if (last && last[1] === position - 1) last[1] = position;
    else result.push([position, position]);
  }
  return result;
}
