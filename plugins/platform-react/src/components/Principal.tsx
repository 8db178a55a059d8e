/**
 * Who did something, by name: `user:development/guest` is shown as `guest`, the full reference is its tooltip.
 *
 * @public
 */
export function Principal({ entityRef }: { entityRef: string }) {
  return <span title={entityRef}>{principalName(entityRef)}</span>;
}

/** Enough of a key's id to tell it from the organization's other keys. */
const SHORT_ID_LENGTH = 8;

/**
 * The name of who did something, for people: the name of a user, "API key" with the start of its id, or the name of a
 * plugin.
 *
 * @public
 */
export function principalName(entityRef: string): string {
  const [, kind, name = ''] = /^([^:]+):(.+)$/.exec(entityRef) ?? [];
  switch (kind) {
    case 'user':
      return name.slice(name.indexOf('/') + 1);
    case 'api-key':
      return `API key ${name.slice(0, SHORT_ID_LENGTH)}`;
    case 'plugin':
      return `Plugin ${name}`;
    default:
      return entityRef;
  }
}
