import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  SceneshiftError,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import { byCodeUnit } from '../artifact/writeTarball';
import type { NpmClient } from '../npm/NpmClient';
import { Toolchain, wantedVersions } from './Toolchain';

/** Where a toolchain may come from. */
export interface ToolchainOptions {
  baseline: Baseline;
  /** A folder that the user named; it must satisfy the baseline. */
  directory?: string;
  /** Folders that are used when they happen to satisfy the baseline. */
  candidates: string[];
  cacheDir: string;
  npm: NpmClient;
  onProgress(message: string): void;
}

/**
 * Finds the build tools of a baseline: the named folder, else a checkout that fits, else an earlier
 * provisioned one, else a fresh installation from the registry into the cache.
 */
export async function provideToolchain(
  options: ToolchainOptions,
): Promise<Toolchain> {
  if (options.directory) return await useNamed(options.directory, options);
  for (const candidate of options.candidates) {
    const toolchain = new Toolchain(join(candidate, 'node_modules'));
    const mismatches = await toolchain.findMismatches(options.baseline);
    if (mismatches.length === 0) return toolchain;
  }
  return await provision(options);
}

async function useNamed(
  directory: string,
  { baseline }: ToolchainOptions,
): Promise<Toolchain> {
  const toolchain = new Toolchain(join(resolve(directory), 'node_modules'));
  const mismatches = await toolchain.findMismatches(baseline);
  if (mismatches.length === 0) return toolchain;
  throw new SceneshiftError(
    'INPUT_INVALID',
    `The toolchain '${directory}' does not have the versions of Backstage ${
      baseline.release
    }: ${mismatches.slice(0, 5).join(', ')}${
      mismatches.length > 5 ? ` and ${mismatches.length - 5} more` : ''
    }; leave --toolchain out to have one installed`,
  );
}

async function provision(options: ToolchainOptions): Promise<Toolchain> {
  const wanted = wantedVersions(options.baseline);
  const directory = join(
    options.cacheDir,
    'toolchains',
    `${options.baseline.release}-${fingerprint(wanted)}`,
  );
  if (!existsSync(directory)) await installInto(directory, wanted, options);
  return new Toolchain(join(directory, 'node_modules'));
}

/** Installs beside the final place and renames, so that a killed run leaves nothing half there. */
async function installInto(
  directory: string,
  wanted: Record<string, string>,
  options: ToolchainOptions,
) {
  options.onProgress(
    `installing the build tools of Backstage ${options.baseline.release} (once, some minutes)`,
  );
  await mkdir(dirname(directory), { recursive: true });
  const staging = await mkdtemp(`${directory}.`);
  try {
    await writeFile(
      join(staging, 'package.json'),
      JSON.stringify(toolchainManifest(wanted), null, 2),
    );
    await options.npm.install(staging, { legacyPeerDeps: true });
    await renameUnlessPresent(staging, directory);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function toolchainManifest(wanted: Record<string, string>) {
  const sorted = Object.entries(wanted).sort(([a], [b]) => byCodeUnit(a, b));
  return {
    name: 'sceneshift-toolchain',
    version: '0.0.0',
    private: true,
    dependencies: Object.fromEntries(sorted),
    // Backstage's libraries in one version each, as in the portal, also where a range would allow a newer one.
    overrides: Object.fromEntries(
      sorted
        .filter(([name]) => name.startsWith('@backstage/'))
        .map(([name]) => [name, `$${name}`]),
    ),
  };
}

async function renameUnlessPresent(from: string, to: string) {
  try {
    await rename(from, to);
  } catch (error) {
    // Another pack was faster; its result is the same.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

function fingerprint(wanted: Record<string, string>): string {
  const text = JSON.stringify(
    Object.entries(wanted).sort(([a], [b]) => byCodeUnit(a, b)),
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
