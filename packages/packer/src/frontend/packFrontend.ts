import { cp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ArtifactManifest } from '@sceneshift/backstage-platform-common';
import { extractConfigSchema } from '../artifact/configSchema';
import { describeArtifact } from '../artifact/describeArtifact';
import { listFiles } from '../artifact/writeTarball';
import { listPackages } from '../npm/installPrivate';
import { findRangeWarnings } from '../npm/rangeWarnings';
import type { PackSession } from '../pack/PackSession';
import type { PackedLayout } from '../pack/types';
import { createVerdict } from '../pack/verdict';
import type { HostedPackage } from '../source/PackageManifest';
import type { SourcePackage } from '../source/SourcePackage';
import { linkRemote } from './linkRemote';
import { readRemoteManifest } from './remoteManifest';
import { findPageRoutes } from './routes';
import { assertSharedPeers, withPeerRanges } from './sharedPeers';
import { chooseWrapper, type Wrapper } from './Wrapper';

/** Parts of a build that no browser asks for. */
const NOT_SERVED =
  /(\.map|^mf-stats\.json|^\.config-schema\.json|^@mf-types.*)$/;

/** Builds a frontend plugin into a module-federation remote and lays it out. */
export async function packFrontend(
  source: SourcePackage,
  hosted: HostedPackage,
  session: PackSession,
): Promise<PackedLayout> {
  assertSharedPeers(source.manifest, session.options.baseline);
  const wrapper = await chooseWrapper(source, session);
  const remote = await linkRemote({ source, wrapper, session });
  const directory = join(session.workDir, 'artifact');
  await cp(remote.dist, directory, {
    recursive: true,
    filter: path => !NOT_SERVED.test(basename(path)),
  });
  const built = await readRemoteManifest(directory);
  const config = await extractConfigSchema([source.directory]);
  const manifest: Omit<ArtifactManifest, 'files'> = {
    ...describeArtifact(source, hosted, session, wrapper.recipe),
    platform: 'any',
    imports: {},
    rangeWarnings: findRangeWarnings(
      source.manifest,
      session.options.baseline.frontend,
    ),
    privateLibraries: remote.privateLibraries,
    configSchema: config.configSchema,
    packages: listPackages(remote.install.lock, remote.install.paths),
    frontend: {
      ...built,
      shared: withPeerRanges(built.shared, source.manifest),
      routes: await findRoutes(source.directory, wrapper),
    },
  };
  return {
    directory,
    manifest,
    verdict: createVerdict(manifest, [], config.warnings),
  };
}

async function findRoutes(
  directory: string,
  wrapper: Wrapper,
): Promise<string[]> {
  const routes = new Set(wrapper.routes);
  for (const file of await listFiles(directory)) {
    if (!/\.m?js$/.test(file) || file.startsWith('node_modules/')) continue;
    const text = await readFile(join(directory, file), 'utf8');
    findPageRoutes(text).forEach(route => routes.add(route));
  }
  return [...routes].sort();
}
