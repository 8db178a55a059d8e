import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import type { PackageManifest } from '../source/PackageManifest';

/** A package that the host supplies, so that npm must not install it. */
export interface HostStub {
  name: string;
  version: string;
  /** Used for every range, or only for ranges that the version satisfies. */
  match: 'any' | 'satisfied';
}

/** A package.json for `npm install` with the host's packages replaced by stubs. */
export interface InstallManifest {
  name: string;
  version: string;
  private: true;
  dependencies: Record<string, string>;
  overrides: Record<string, string>;
}

/**
 * Writes one empty package per stub. npm resolves against them as usual and never fetches what stands
 * behind them, which is what turns 292 MB into 11.
 */
export async function writeStubs(
  directory: string,
  stubs: HostStub[],
): Promise<void> {
  await Promise.all(
    stubs.map(async ({ name, version }) => {
      await mkdir(join(directory, name), { recursive: true });
      await writeFile(
        join(directory, name, 'package.json'),
        JSON.stringify({ name, version }),
      );
    }),
  );
}

/**
 * The package.json with which a plugin's private dependencies are installed. npm refuses an override that
 * differs from a direct dependency, so direct dependencies are rewritten as well.
 */
export function createInstallManifest(options: {
  manifest: PackageManifest;
  stubDirectory: string;
  stubs: HostStub[];
  /** Versions, or `file:` specs, that win over declared ranges. */
  forced: Record<string, string>;
  includePeers: boolean;
}): InstallManifest {
  const { manifest, stubs, forced } = options;
  const specs = new Map(
    stubs.map(stub => [
      stub.name,
      `file:${join(options.stubDirectory, stub.name)}`,
    ]),
  );
  const byName = new Map(stubs.map(stub => [stub.name, stub]));
  const replace = (name: string, range: string) => {
    if (forced[name]) return forced[name];
    const stub = byName.get(name);
    const spec = specs.get(name);
    return stub && spec && isStubbed(stub, range) ? spec : range;
  };
  const declared = declaredDependencies(manifest, options.includePeers);
  const dependencies = Object.fromEntries(
    Object.entries(declared).map(([name, range]) => [
      name,
      replace(name, range),
    ]),
  );
  const overrides = Object.fromEntries(
    stubs
      .filter(stub => !forced[stub.name])
      .map(stub => [overrideKey(stub), specs.get(stub.name)!]),
  );
  return {
    name: 'sceneshift-pack',
    version: '0.0.0',
    private: true,
    dependencies,
    overrides: { ...overrides, ...forced },
  };
}

/** What a package needs at run time, peers included where nobody else brings them. */
function declaredDependencies(
  manifest: PackageManifest,
  includePeers: boolean,
): Record<string, string> {
  const required = Object.entries(manifest.peerDependencies ?? {}).filter(
    ([name]) => !manifest.peerDependenciesMeta?.[name]?.optional,
  );
  const all = {
    ...(includePeers ? Object.fromEntries(required) : {}),
    ...manifest.optionalDependencies,
    ...manifest.dependencies,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !name.startsWith('@types/')),
  );
}

function isStubbed(stub: HostStub, range: string): boolean {
  return stub.match === 'any' || semver.intersects(range, stub.version);
}

/** npm applies `name@version` only to ranges that the version satisfies. */
function overrideKey(stub: HostStub): string {
  return stub.match === 'any' ? stub.name : `${stub.name}@${stub.version}`;
}
