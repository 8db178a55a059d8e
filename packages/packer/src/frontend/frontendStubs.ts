import type { Baseline } from '@sceneshift/backstage-platform-common';
import type { HostStub } from '../npm/hostStubs';

/**
 * Stubs for what the toolchain has. Backstage libraries and what the app shares at run time come from it
 * whatever the plugin declares; other packages only where its version satisfies the plugin's range.
 */
export function createFrontendStubs(
  baseline: Baseline,
  privateNames: ReadonlySet<string>,
): HostStub[] {
  const shared = new Set(Object.keys(baseline.shared).map(packageOf));
  return Object.entries(baseline.frontend)
    .filter(([name]) => !privateNames.has(name))
    .map(([name, { version }]) => ({
      name,
      version,
      match:
        name.startsWith('@backstage/') || shared.has(name)
          ? 'any'
          : 'satisfied',
    }));
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
