import type {
  ResolveSuccess,
  UpgradeMove,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Facts } from '../facts/Facts';

type Solved = Pick<ResolveSuccess, 'changes' | 'solution'>;

/** The changes that a release asks for. What a package would merely like to have beside it is none of them. */
export function movesOf(
  { changes, solution }: Solved,
  facts: Pick<Facts, 'packages'>,
): Array<Omit<UpgradeMove, 'ahead'>> {
  const needed = new Set(
    Object.entries(solution).flatMap(([name, version]) => {
      const own = facts.packages[name]?.[version];
      return Object.keys({ ...own?.dependencies, ...own?.peerDependencies });
    }),
  );
  return changes.flatMap(({ name, from, to, reason }) =>
    to !== undefined && (from !== undefined || needed.has(name))
      ? [{ name, ...(from !== undefined && { from }), to, reason }]
      : [],
  );
}
