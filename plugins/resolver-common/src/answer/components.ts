import { byName } from '../request/Problem';
import { Agenda } from '../solver/Agenda';

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
  /** How many other groups have to come before. */
  const waitsFor = new Map<string[], number>();
  const followers = new Map(groups.map(group => [group, new Set<string[]>()]));
  for (const group of groups) {
    const firsts = group.flatMap(name => Array.from(before.get(name)!));
    const others = new Set(firsts.map(first => groupOf.get(first)!));
    others.delete(group);
    others.forEach(other => followers.get(other)!.add(group));
    waitsFor.set(group, others.size);
  }
  const ready = new Agenda<string[]>((a, b) => byName(a[0]!, b[0]!));
  for (const group of groups) {
    if (waitsFor.get(group) === 0) ready.put(group, 0);
  }
  const ordered: string[][] = [];
  for (let next = ready.first(); next; next = ready.first()) {
    ready.remove(next);
    ordered.push(next);
    for (const follower of followers.get(next)!) {
      const left = waitsFor.get(follower)! - 1;
      waitsFor.set(follower, left);
      if (left === 0) ready.put(follower, 0);
    }
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
