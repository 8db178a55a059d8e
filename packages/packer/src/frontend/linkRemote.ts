import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { version as packerVersion } from '../../package.json';
import { installPrivate, type PrivateInstall } from '../npm/installPrivate';
import { nameOfPath } from '../npm/lockfile';
import type { PackSession } from '../pack/PackSession';
import type { SourcePackage } from '../source/SourcePackage';
import { namedLibraries, parseBuildErrors } from './buildErrors';
import { createWrapperName } from './federationName';
import { createFrontendStubs } from './frontendStubs';
import { GUARD_MARK } from './buildGuard';
import { buildRemote, type RemoteBuild } from './RemoteBuilder';
import type { Wrapper } from './Wrapper';

/** A first build with the portal's libraries, and two more with those that do not link carried along. */
const MAX_ROUNDS = 3;

/** A remote whose every import was found. */
export interface LinkedRemote {
  dist: string;
  install: PrivateInstall;
  /** Backstage libraries inside, name to version. */
  privateLibraries: Record<string, string>;
}

/**
 * Builds against the portal's libraries; where a name is missing, builds again with the version of that
 * library that the plugin was written for inside the remote.
 */
export async function linkRemote(options: {
  source: SourcePackage;
  wrapper: Wrapper;
  session: PackSession;
}): Promise<LinkedRemote> {
  const { session, source } = options;
  const privateNames = new Set<string>();
  for (let round = 1; ; round += 1) {
    const { install, build } = await attempt(options, privateNames, round);
    if (build.exitCode === 0) {
      return {
        dist: build.dist,
        install,
        privateLibraries: findPrivateLibraries(install),
      };
    }
    const libraries = namedLibraries(
      parseBuildErrors(build.stdout + build.stderr),
    ).filter(name => !privateNames.has(name));
    if (libraries.length === 0 || round === MAX_ROUNDS) {
      throw buildError(source, build);
    }
    libraries.forEach(name => privateNames.add(name));
    session.report(
      'build',
      `${libraries.join(', ')} of Backstage ${
        session.options.baseline.release
      } lacks names that are imported; building again with the version it was made for`,
    );
  }
}

async function attempt(
  options: { source: SourcePackage; wrapper: Wrapper; session: PackSession },
  privateNames: Set<string>,
  round: number,
) {
  const { session, source, wrapper } = options;
  const { baseline, overrides = {} } = session.options;
  await session.toolchain();
  const install = await installPrivate({
    session,
    source,
    name: `frontend-${round}`,
    stubs: createFrontendStubs(baseline, privateNames),
    isHost: () => false,
    platform: 'frontend',
  });
  session.report('build', 'building the module-federation remote');
  const build = await buildRemote({
    session,
    source,
    install,
    round,
    wrapper: wrapper.code,
    wrapperName: createWrapperName({
      name: source.manifest.name,
      version: source.manifest.version,
      inputs: [
        source.integrity,
        baseline.release,
        wrapper.recipe ?? '',
        packerVersion,
        JSON.stringify(overrides),
        ...privateNames,
      ],
    }),
  });
  return { install, build };
}

function findPrivateLibraries(install: PrivateInstall): Record<string, string> {
  return Object.fromEntries(
    install.paths
      .map(
        path => [nameOfPath(path), install.lock[path]?.version ?? ''] as const,
      )
      .filter(([name]) => name.startsWith('@backstage/')),
  );
}

/** The sentence for a plugin author, from what the bundler said. */
function buildError(
  source: SourcePackage,
  build: RemoteBuild,
): SceneshiftError {
  const output = `${build.stdout}\n${build.stderr}`;
  const links = parseBuildErrors(output);
  const { name, version } = source.manifest;
  if (output.includes(GUARD_MARK)) {
    return new SceneshiftError(
      'PACK_SPEC_FORBIDDEN',
      `${name}@${version}, or a dependency of it, wants to run code of its own in the build (an inline loader), which is not allowed`,
    );
  }
  const noFeature = links.some(
    link => link.name === 'default' && link.module.startsWith(name),
  );
  if (noFeature) {
    return new SceneshiftError(
      'PACK_NO_FEATURE',
      `${name}@${version} has no default export that is a frontend feature; pass a recipe file with --recipe that says which of its exports is a page, a tab or a card`,
    );
  }
  if (links.length > 0) {
    const sentences = links.map(link =>
      link.name ? `'${link.name}' from '${link.module}'` : `'${link.module}'`,
    );
    return new SceneshiftError(
      'LINK_FAILED',
      `${name}@${version} imports ${sentences
        .slice(0, 5)
        .join(
          ', ',
        )}, which cannot be found; it was made for other versions of these libraries`,
      { details: { linkErrors: links } },
    );
  }
  return new SceneshiftError(
    'PACK_BUILD_FAILED',
    `${name}@${version} does not build: ${output.trim().slice(-2000)}`,
  );
}
