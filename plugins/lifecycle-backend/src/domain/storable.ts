/** With the flag `u` a surrogate matches only where it stands alone. */
const REFUSED = /\0|\p{Surrogate}/gu;

/**
 * The same value without what PostgreSQL refuses to keep in text: NUL, and halves of characters. Plugins may print both, and
 * what one plugin prints must not keep its supervisor from reporting on all the others.
 */
export function storable<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
    typeof member === 'string' ? member.replace(REFUSED, '\ufffd') : member,
  );
}
