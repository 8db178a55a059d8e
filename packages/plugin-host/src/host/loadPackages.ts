import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import type { HostPackage } from '../protocol/hostSpec';
import type { LoadedPackage } from '../protocol/hostStatus';

/** A package as it was loaded: what it says it is, and the feature it exports. */
export interface LoadedFeature extends LoadedPackage {
  feature: BackendFeature;
}

/**
 * Loads the packages of a host's layout by CommonJS. Name and version are read from the loaded package, not from the
 * specification, so that the gate can compare the two.
 */
export function loadPackages(packages: HostPackage[]): LoadedFeature[] {
  mapPackageManifests(packages);
  return packages.map(loadPackage);
}

function loadPackage(hostPackage: HostPackage): LoadedFeature {
  const manifestPath = join(hostPackage.directory, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as {
    name: string;
    version: string;
  };
  const exported: unknown = createRequire(manifestPath)(
    join(hostPackage.directory, hostPackage.main),
  );
  return {
    name: manifest.name,
    version: manifest.version,
    feature: toFeature(exported, hostPackage.name),
  };
}

function toFeature(exported: unknown, name: string): BackendFeature {
  let value = exported;
  // Transpiled ES modules wrap their default export once, some bundlers twice.
  while (isRecord(value) && value.$$type === undefined && 'default' in value) {
    value = value.default;
  }
  if (isFeature(value)) return value;
  throw new Error(
    `${name} has no default export that is a backend plugin or module; export it as default`,
  );
}

function isFeature(value: unknown): value is BackendFeature {
  if (typeof value !== 'function' && !isRecord(value)) return false;
  const type = (value as { $$type?: unknown }).$$type;
  return typeof type === 'string' && type.startsWith('@backstage/Backend');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * `resolvePackagePath('<plugin>', 'migrations')` resolves `<plugin>/package.json` from inside the host's own libraries,
 * where the plugin is not in sight. Node has no public hook for `require.resolve` that runs under its permission
 * model, so the one function that every resolution passes is wrapped.
 */
function mapPackageManifests(packages: HostPackage[]): void {
  const manifests = new Map(
    packages.map(p => [
      `${p.name}/package.json`,
      join(p.directory, 'package.json'),
    ]),
  );
  const resolver = Module as unknown as {
    _resolveFilename(request: string, ...rest: unknown[]): string;
  };
  const original = resolver._resolveFilename;
  resolver._resolveFilename = (request, ...rest) =>
    manifests.get(request) ?? original.call(Module, request, ...rest);
}
