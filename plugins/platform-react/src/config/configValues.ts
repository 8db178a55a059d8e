import type { PluginConfig } from '@sceneshift/backstage-plugin-lifecycle-common';

/** @public */
export function getAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[key]
        : undefined,
    root,
  );
}

/**
 * A copy with one value replaced. `undefined` removes it, and what becomes empty by that goes with it, so
 * that a form that was opened and left makes no change.
 *
 * @public
 */
export function setAt(
  root: PluginConfig,
  path: readonly string[],
  value: unknown,
): PluginConfig {
  return (replace(root, path, value) as PluginConfig | undefined) ?? {};
}

function replace(
  current: unknown,
  [key, ...rest]: readonly string[],
  value: unknown,
): unknown {
  if (key === undefined) return value;
  if (Array.isArray(current)) {
    return current.map((item, index) =>
      String(index) === key ? replaceItem(item, rest, value) : item,
    );
  }
  const copy: Record<string, unknown> = { ...(current as object | undefined) };
  const next = replace(copy[key], rest, value);
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return Object.keys(copy).length > 0 ? copy : undefined;
}

/** An emptied item stays in its list: only its owner's remove button takes it out. */
function replaceItem(
  item: unknown,
  path: readonly string[],
  value: unknown,
): unknown {
  const next = replace(item, path, value);
  if (next !== undefined) return next;
  return typeof item === 'object' ? {} : '';
}
