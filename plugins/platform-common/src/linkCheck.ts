import type { Baseline, BaselinePackage, ImportTable } from './artifact';

/**
 * One import that a baseline cannot satisfy.
 *
 * @public
 */
export interface LinkError {
  module: string;
  /** Absent when the module itself is missing. */
  name?: string;
  code: 'HOST_LACKS_PACKAGE' | 'HOST_LACKS_ENTRY' | 'HOST_LACKS_EXPORT';
}

/**
 * Splits `@scope/name/sub` into package name and entry point (`.` or `./sub`).
 *
 * @public
 */
export function splitModuleSpecifier(specifier: string): {
  packageName: string;
  entry: string;
} {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  const rest = parts.slice(length).join('/');
  return {
    packageName: parts.slice(0, length).join('/'),
    entry: rest ? `./${rest}` : '.',
  };
}

/**
 * Checks that every imported name exists in the baseline: set inclusion, no code is run.
 * Backend artifacts are checked against `baseline.backend`; a frontend carries its libraries and was
 * checked by its build.
 *
 * @public
 */
export function checkLinks(
  imports: ImportTable,
  baseline: Pick<Baseline, 'backend'>,
): LinkError[] {
  return Object.entries(imports).flatMap(([module, names]) => {
    const { packageName, entry } = splitModuleSpecifier(module);
    return checkModule(module, entry, names, baseline.backend[packageName]);
  });
}

function checkModule(
  module: string,
  entry: string,
  names: string[],
  library: BaselinePackage | undefined,
): LinkError[] {
  if (!library) return [{ module, code: 'HOST_LACKS_PACKAGE' }];
  if (entry === './package.json') return [];
  const exported = library.exports?.[entry];
  if (!exported) return [{ module, code: 'HOST_LACKS_ENTRY' }];
  const known = new Set(exported);
  return names
    .filter(name => name !== '*' && name !== 'default' && !known.has(name))
    .map(name => ({ module, name, code: 'HOST_LACKS_EXPORT' as const }));
}
