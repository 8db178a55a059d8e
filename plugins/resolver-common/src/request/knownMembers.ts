import type { Field } from './Field';

/** Members of a request: what it may say. */
export const REQUEST_MEMBERS = [
  'packages',
  'host',
  'backstageRelease',
  'roots',
  'installed',
  'update',
  'options',
] as const;

/** What people write on a request for themselves, as in files of many. Also everything that begins with `$`, `_` or `x-`. */
const NOTES = [
  'id',
  'name',
  'title',
  'label',
  'description',
  'comment',
  'note',
  'tags',
  'case',
  'seed',
  'expect',
  'expected',
];

/** What is read of a version. Facts are often whole manifests, so that most other members mean nothing here. */
const FACT_MEMBERS = [
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'conflicts',
  'provides',
  'requires',
  'deprecated',
  'yanked',
  'advisories',
  'integrity',
  'publishedAt',
];

/** So many letters may differ for a name to be a slip of the pen. */
const MOST_SLIPS = 2;

/** A member that nothing reads would silently change nothing. */
export function refuseUnknown(
  field: Field,
  known: readonly string[],
  what: string,
): void {
  for (const key of Object.keys(field.isMissing ? {} : field.object())) {
    if (known.includes(key)) continue;
    field
      .member(key)
      .fail(
        `is not ${what}; ${meant(key, known)}there are ${known.join(', ')}`,
      );
  }
}

/** @throws RequestError for members that are neither known nor notes */
export function refuseUnknownOfRequest(request: Field): void {
  const all = Object.keys(request.object());
  const notes = all.filter(
    key => NOTES.includes(key) || /^(\$|_|x-)/.test(key),
  );
  refuseUnknown(request, [...REQUEST_MEMBERS, ...notes], 'part of a request');
}

/** Finds members of facts that are meant to be others. Remembers: a million versions have few different ones. */
export class FactMembers {
  private readonly slips = new Map<string, string | undefined>(
    FACT_MEMBERS.map(name => [name, undefined]),
  );

  /** Why a member is refused; undefined for those that are known, and those that mean nothing. */
  faultOf(key: string): string | undefined {
    if (!this.slips.has(key)) this.slips.set(key, nearest(key, FACT_MEMBERS));
    const name = this.slips.get(key);
    return name && `is not read; did you mean ${name}?`;
  }
}

function meant(key: string, known: readonly string[]): string {
  const name = nearest(key, known);
  return name === undefined ? '' : `did you mean ${name}? `;
}

function nearest(key: string, known: readonly string[]): string | undefined {
  return known.find(
    name =>
      Math.abs(name.length - key.length) <= MOST_SLIPS &&
      distance(key.toLowerCase(), name.toLowerCase()) <= MOST_SLIPS,
  );
}

/** How many letters have to be put in, left out or exchanged (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const exchanged = row[j]! + Number(a[i] !== b[j]);
      next.push(Math.min(exchanged, row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
