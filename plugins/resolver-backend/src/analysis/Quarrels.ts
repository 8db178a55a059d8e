import type {
  ResolveConflict,
  ResolverAnswer,
} from '@sceneshift/backstage-plugin-resolver-common';

/** Installed packages that do not go together, although they do when any one of them is away. */
export interface Quarrel {
  names: string[];
  explanation: string;
}

type Installed = Record<string, string>;
type Answered = Exclude<ResolverAnswer, { error: unknown }>;

/** More than anybody reads. What is left is told as far as it must go for the rest to fit. */
const MOST_LOOKS = 64;

/**
 * Finds all smallest conflicts among packages, also those that share members: Reiter's hitting set tree. Each node of the tree
 * sets one member of every conflict above it aside and asks what remains; equal sets are asked once.
 */
export async function findQuarrels(
  installed: Installed,
  solve: (installed: Installed) => Promise<Answered>,
): Promise<Quarrel[]> {
  const quarrels: Quarrel[] = [];
  const ask = async (aside: string[]): Promise<Quarrel | undefined> => {
    const answer = await solve(without(installed, aside));
    const found = answer.ok ? undefined : quarrelOf(answer, installed);
    if (found) quarrels.push(found);
    return found;
  };
  const queue: string[][] = [[]];
  const seen = new Set(['']);
  for (const aside of queue) {
    if (seen.size > MOST_LOOKS) break;
    const quarrel =
      quarrels.find(({ names }) => !names.some(name => aside.includes(name))) ??
      (await ask(aside));
    for (const name of quarrel?.names ?? []) {
      const further = [...aside, name].sort();
      const key = further.join('\n');
      if (!seen.has(key)) queue.push(further);
      seen.add(key);
    }
  }
  while (await ask(quarrels.flatMap(({ names }) => names)));
  return quarrels;
}

function quarrelOf(
  { conflict, explanation }: Pick<ResolveConflict, 'conflict' | 'explanation'>,
  installed: Installed,
): Quarrel | undefined {
  const names = Object.keys(conflict).filter(name => name in installed);
  return names.length > 0 ? { names, explanation } : undefined;
}

/** The rest. */
export function without(installed: Installed, aside: string[]): Installed {
  return Object.fromEntries(
    Object.entries(installed).filter(([name]) => !aside.includes(name)),
  );
}
