/** Places in a publish at which a test may stop or kill the process. */
export type Failpoint =
  | 'publish.after-blob'
  | 'publish.before-commit'
  | 'artifact.after-blob'
  | 'artifact.before-commit';

const handlers = new Map<Failpoint, () => Promise<void>>();

/** Does nothing unless a test has asked for it. */
export async function failpoint(name: Failpoint): Promise<void> {
  await handlers.get(name)?.();
}

/** Lets a test in; off again by calling the answer. */
export function onFailpoint(
  name: Failpoint,
  handler: () => Promise<void>,
): () => void {
  handlers.set(name, handler);
  return () => handlers.delete(name);
}
