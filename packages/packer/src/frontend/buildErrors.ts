import { splitModuleSpecifier } from '@sceneshift/backstage-platform-common';

/** A name that a frontend imports and a library does not export. */
export interface BuildLinkError {
  module: string;
  name?: string;
}

const PATTERNS: Array<[pattern: RegExp, module: number, name?: number]> = [
  [/export '([^']+)'[^\n]*? was not found in '([^']+)'/g, 2, 1],
  [/'([^']+)' is not exported from '([^']+)'/g, 2, 1],
  [/Can't resolve '([^']+)'/g, 1],
  [
    /"([^"\n]+)" is not exported under the conditions [^\n]* from package [^\n]*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/g,
    2,
  ],
];

/** The link errors that a failed build names, each once. */
export function parseBuildErrors(output: string): BuildLinkError[] {
  const found = new Map<string, BuildLinkError>();
  for (const [pattern, module, name] of PATTERNS) {
    for (const match of output.matchAll(pattern)) {
      const error = {
        module: match[module] ?? '',
        name: name === undefined ? undefined : match[name],
      };
      found.set(`${error.module} ${error.name}`, error);
    }
  }
  return [...found.values()];
}

/** The Backstage libraries among link errors: carrying the version it was built for may help. */
export function namedLibraries(errors: BuildLinkError[]): string[] {
  const names = errors
    .map(error => splitModuleSpecifier(error.module).packageName)
    .filter(name => name.startsWith('@backstage/'));
  return [...new Set(names)].sort();
}
