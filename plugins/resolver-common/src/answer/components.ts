import { byName } from '../request/Problem';

/**
 * The strongly connected components of a graph of "must come before, or together", earliest first; ties by name. A component
 * follows as soon as all that must come before it is there.
 */
export function components(
  before: ReadonlyMap<string, ReadonlySet<string>>,
): string[][] {
  const groups = stronglyConnected(before);
  const groupOf = new Map(
    groups.flatMap(group => group.map(name => [name, group] as const)),
  );
  const left = [...groups].sort((a, b) => byName(a[0]!, b[0]!));
  const done = new Set<string[]>();
  const ordered: string[][] = [];
  const isReady = (group: string[]) =>
    group.every(name =>
      Array.from(before.get(name)!).every(
        first => groupOf.get(first) === group || done.has(groupOf.get(first)!),
      ),
    );
  while (left.length > 0) {
    const [next] = left.splice(left.findIndex(isReady), 1);
    done.add(next!);
    ordered.push(next!);
  }
  return ordered;
}

/** Tarjan's algorithm, with a stack of its own so that long chains do not exhaust the machine's. */
function stronglyConnected(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const groups: string[][] = [];
  for (const root of Array.from(edges.keys()).sort(byName)) {
    if (index.has(root)) continue;
    const path = [enter(root)];
    while (path.length > 0) {
      const { name, targets } = path[path.length - 1]!;
      const target = targets.pop();
      if (target === undefined) {
        path.pop();
        close(name, path[path.length - 1]?.name);
      } else if (!index.has(target)) path.push(enter(target));
      else if (isOpen.has(target))
        low.set(name, Math.min(low.get(name)!, index.get(target)!));
    }
  }
  return groups;

  function enter(name: string) {
    low.set(name, index.size);
    index.set(name, index.size);
    open.push(name);
    isOpen.add(name);
    return { name, targets: Array.from(edges.get(name)!) };
  }

  function close(name: string, parent: string | undefined) {
    if (parent !== undefined)
      low.set(parent, Math.min(low.get(parent)!, low.get(name)!));
    if (low.get(name) !== index.get(name)) return;
    const group = open.splice(open.indexOf(name));
    group.forEach(member => isOpen.delete(member));
    groups.push(group.sort(byName));
  }
}
