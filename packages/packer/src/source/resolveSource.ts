import { copyFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PackSession } from '../pack/PackSession';
import { openTarball, type SourcePackage } from './SourcePackage';

/**
 * Finds what a spec means (a folder, a tarball, or a package of the registry) and opens it. The package
 * tarball is kept beside the artifact, because publishing needs both.
 */
export async function resolveSource(
  spec: string,
  session: PackSession,
): Promise<SourcePackage> {
  const { tarball, localPackages } = await findTarball(spec, session);
  const keptLocals: Record<string, string> = {};
  for (const [name, file] of Object.entries(localPackages)) {
    keptLocals[name] = await keep(file, session);
  }
  return await openTarball(
    await keep(tarball, session),
    join(session.workDir, 'source'),
    { ...session.options.localPackages, ...keptLocals },
  );
}

/** Copies a file beside the artifact, where it outlives the session. */
async function keep(file: string, session: PackSession): Promise<string> {
  const kept = join(session.options.outDir, basename(file));
  if (resolve(file) !== resolve(kept)) await copyFile(file, kept);
  return kept;
}

interface FoundTarball {
  tarball: string;
  localPackages: Record<string, string>;
}

async function findTarball(
  spec: string,
  session: PackSession,
): Promise<FoundTarball> {
  const kind = await kindOf(spec);
  if (kind === 'tarball') return { tarball: resolve(spec), localPackages: {} };
  if (kind === 'folder') {
    session.report('source', `building ${spec}`);
    return await session.builder.build(resolve(spec));
  }
  session.report('source', `downloading ${spec}`);
  const directory = join(session.workDir, 'download');
  return {
    tarball: await session.npm.fetchTarball(spec, directory),
    localPackages: {},
  };
}

async function kindOf(spec: string): Promise<'tarball' | 'folder' | 'npm'> {
  const found = await stat(spec).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (found) return found.isDirectory() ? 'folder' : 'tarball';
  const isNpmSpec = /^(@[\w.~-]+\/)?[\w.~-]+(@[^/:\s]+)?$/i.test(spec);
  if (isNpmSpec && !/\.(tgz|tar\.gz)$/.test(spec)) return 'npm';
  throw new SceneshiftError(
    'INPUT_INVALID',
    `'${spec}' is neither a folder or .tgz file that exists, nor a package of the registry such as @scope/name@1.2.3`,
  );
}
