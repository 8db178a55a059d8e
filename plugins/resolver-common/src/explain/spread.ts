import { compare } from 'semver';
import type { FixCandidate } from './fixCandidates';

/** A change that moves something to a version. */
export interface Move {
  of: string;
  to: string;
  candidate: FixCandidate;
}

/** Of the moves of one thing the shortest and the longest; and those in between, which are much like these. Each version once. */
export function spread(moves: readonly Move[]): {
  ends: FixCandidate[];
  between: FixCandidate[];
} {
  const ends: FixCandidate[] = [];
  const between: FixCandidate[] = [];
  for (const ascending of grouped(moves)) {
    ascending.forEach(({ candidate }, index) => {
      const isEnd = index === 0 || index === ascending.length - 1;
      (isEnd ? ends : between).push(candidate);
    });
  }
  return { ends, between };
}

/** By what is moved, in the order of mention; by version. */
function grouped(moves: readonly Move[]): Move[][] {
  const groups = new Map<string, Map<string, Move>>();
  for (const move of moves) {
    const group = groups.get(move.of) ?? new Map<string, Move>();
    if (!group.has(move.to)) group.set(move.to, move);
    groups.set(move.of, group);
  }
  return Array.from(groups.values(), group =>
    Array.from(group.values()).sort((a, b) => compare(a.to, b.to)),
  );
}
