import { join } from 'node:path';
import {
  checkLinks,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import { extractConfigSchema } from '../artifact/configSchema';
import { createImportTable } from '../imports/importTable';
import { refuseRecipe } from '../frontend/Recipe';
import type { HostStub } from '../npm/hostStubs';
import {
  installPrivate,
  listPackages,
  type PrivateInstall,
} from '../npm/installPrivate';
import { inspectNativeAddons } from '../npm/nativeAddons';
import { nameOfPath } from '../npm/lockfile';
import {
  copyPackage,
  copyPackages,
  findHostUsers,
} from '../npm/privatePackages';
import { findRangeWarnings } from '../npm/rangeWarnings';
import type { PackSession } from '../pack/PackSession';
import type { PackedLayout } from '../pack/types';
import { createVerdict } from '../pack/verdict';
import type { HostedPackage } from '../source/PackageManifest';
import type { SourcePackage } from '../source/SourcePackage';
import { describeArtifact } from '../artifact/describeArtifact';
import { findBackendEntry } from './backendEntry';
import { findMigrations } from './migrations';

/** Host libraries are never private in a backend: a second copy splits services without a word. */
function isHost(name: string): boolean {
  return name.startsWith('@backstage/');
}

/** Lays out a backend plugin: itself, its private dependencies, and nothing that the host supplies. */
export async function packBackend(
  source: SourcePackage,
  hosted: HostedPackage,
  session: PackSession,
): Promise<PackedLayout> {
  const { baseline, recipe } = session.options;
  if (recipe) refuseRecipe(recipe, source.manifest);
  const main = await findBackendEntry(source);
  const install = await installPrivate({
    session,
    source,
    name: 'backend',
    stubs: createStubs(source, session),
    isHost,
    platform: 'backend',
  });
  const layout = await layOut(source, install, session);
  session.report(
    'check',
    `checking imports against Backstage ${baseline.release}`,
  );
  const imports = createImportTable({
    root: layout.directory,
    entries: [main],
    follow: findHostUsers(install.lock, layout.paths, isHost),
  });
  const config = await extractConfigSchema([
    source.directory,
    ...familyFolders(source, install, layout.paths),
  ]);
  const manifest: Omit<ArtifactManifest, 'files'> = {
    ...describeArtifact(source, hosted, session),
    platform: layout.platform,
    imports,
    rangeWarnings: findRangeWarnings(source.manifest, baseline.backend),
    privateLibraries: {},
    configSchema: config.configSchema,
    packages: listPackages(install.lock, layout.paths),
    backend: {
      main,
      migrations: await findMigrations(source.directory, source.manifest),
    },
  };
  return {
    directory: layout.directory,
    manifest,
    verdict: createVerdict(manifest, checkLinks(imports, baseline), [
      ...layout.warnings,
      ...config.warnings,
    ]),
  };
}

/** Stubs for the whole host, and for declared host libraries that this host does not have. */
function createStubs(source: SourcePackage, session: PackSession): HostStub[] {
  const { backend } = session.options.baseline;
  const known = Object.entries(backend).map(([name, { version }]) => ({
    name,
    version,
    match: 'any' as const,
  }));
  const missing = Object.keys({
    ...source.manifest.peerDependencies,
    ...source.manifest.optionalDependencies,
    ...source.manifest.dependencies,
  })
    .filter(name => isHost(name) && !backend[name])
    .map(name => ({ name, version: '0.0.0', match: 'any' as const }));
  return [...known, ...missing];
}

async function layOut(
  source: SourcePackage,
  install: PrivateInstall,
  session: PackSession,
) {
  const directory = join(session.workDir, 'artifact');
  const { dropped, platform } = await inspectNativeAddons(
    install.directory,
    install.lock,
    install.paths,
  );
  const paths = install.paths.filter(path => !dropped.includes(path));
  await copyPackage(source.directory, directory);
  await copyPackages(install.directory, directory, paths);
  const warnings = dropped.map(
    path =>
      `The optional dependency '${nameOfPath(
        path,
      )}' needs an install script and was left out.`,
  );
  return { directory, paths, platform, warnings };
}

/** Private packages of the same plugin: their configuration belongs to it. */
function familyFolders(
  source: SourcePackage,
  install: PrivateInstall,
  paths: string[],
): string[] {
  const family = new Set(source.manifest.backstage?.pluginPackages ?? []);
  return paths
    .filter(path => family.has(nameOfPath(path)))
    .map(path => join(install.directory, path));
}
