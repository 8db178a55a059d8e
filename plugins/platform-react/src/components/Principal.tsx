/**
 * Who did something, by name: `user:development/guest` is shown as `guest`, the full reference is its tooltip.
 *
 * @public
 */
export function Principal({ entityRef }: { entityRef: string }) {
  return <span title={entityRef}>{principalName(entityRef)}</span>;
}

/** @public */
export function principalName(entityRef: string): string {
  return /^user:[^/]+\/(.+)$/.exec(entityRef)?.[1] ?? entityRef;
}
