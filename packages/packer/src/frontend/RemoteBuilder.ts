import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrivateInstall } from '../npm/installPrivate';
import { copyPackage, copyPackages } from '../npm/privatePackages';
import type { PackSession } from '../pack/PackSession';
import { runCommand, type CommandOutput } from '../process/runCommand';
import type { SourcePackage } from '../source/SourcePackage';
import { writeBuildGuard } from './buildGuard';

/** A module-federation build of a wrapper around one plugin. */
export interface RemoteBuild extends CommandOutput {
  /** Where the remote is, when `exitCode` is 0. */
  dist: string;
}

/**
 * Builds a remote in a throw-away workspace: the wrapper and the plugin's private packages in front, the
 * toolchain's `node_modules` behind them. Which of the two has a library is decided by the lookup alone.
 */
export async function buildRemote(options: {
  session: PackSession;
  source: SourcePackage;
  install: PrivateInstall;
  wrapperName: string;
  wrapper: string;
  round: number;
}): Promise<RemoteBuild> {
  const { session, source, install } = options;
  const root = join(session.workDir, `remote-${options.round}`);
  const wrapperDir = join(root, 'plugins', 'w');
  const toolchain = await session.toolchain();
  await mkdir(join(wrapperDir, 'src'), { recursive: true });
  await symlink(toolchain.nodeModules, join(root, 'node_modules'));
  await copyPackages(install.directory, wrapperDir, install.paths);
  await copyPackage(
    source.directory,
    join(wrapperDir, 'node_modules', source.manifest.name),
  );
  await writeWorkspace(root, wrapperDir, options);
  const output = await runCommand(
    process.execPath,
    [
      ...['--require', await writeBuildGuard(session.workDir, root)],
      ...[toolchain.buildCommand, 'package', 'build', '--module-federation'],
    ],
    {
      cwd: wrapperDir,
      // Without CI a missing import is a warning, and the remote crashes in the browser instead.
      env: { ...session.npm.environment(), CI: 'true', NODE_ENV: 'production' },
      signal: session.signal,
    },
  );
  return { ...output, dist: join(wrapperDir, 'dist') };
}

async function writeWorkspace(
  root: string,
  wrapperDir: string,
  options: { source: SourcePackage; wrapperName: string; wrapper: string },
) {
  await writeFile(
    join(root, 'package.json'),
    JSON.stringify({ private: true, workspaces: ['plugins/*'] }),
  );
  await writeFile(
    join(wrapperDir, 'package.json'),
    JSON.stringify({
      name: options.wrapperName,
      version: options.source.manifest.version,
      main: 'src/index.tsx',
      // Without `exports` exactly `.` is exposed.
      backstage: { role: 'frontend-plugin' },
      files: ['dist'],
    }),
  );
  await writeFile(join(wrapperDir, 'src', 'index.tsx'), options.wrapper);
}
