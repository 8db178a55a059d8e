import { tmpdir } from 'node:os';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  describeLinkError,
  loadBaseline,
  type PackOptions,
  type PackResult,
} from '@sceneshift/packer';
import { formatBytes } from '../output/table';
import type { CommandContext } from '../runtime/Runtime';

/** Options that `pack`, `publish` and `import` share. */
export interface PackFlags {
  baseline?: string;
  recipe?: string;
  override?: Record<string, string>;
  toolchain?: string;
  cache?: string;
  timeout?: number;
}

/** Adds the options of packing to a command. */
export function addPackOptions(command: Command): Command {
  return command
    .option('--baseline <file|url|release>', 'the release to pack against')
    .option(
      '--recipe <file>',
      'wrapper for a plugin of the old frontend system',
    )
    .option(
      '--override <name=version>',
      'force the version of a dependency (repeatable)',
      collectAssignment,
    )
    .option(
      '--toolchain <dir>',
      'folder whose node_modules has the build tools',
    )
    .option('--cache <dir>', 'folder for downloads (SCENESHIFT_CACHE)')
    .option(
      '--timeout <seconds>',
      'time limit of packing, default 600',
      toCount,
    );
}

/** Runs `work` with a folder for what is packed, and removes the folder afterwards. */
export async function withTemporaryFolder<T>(
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sceneshift-out-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Turns flags into what the packer takes, reporting progress as lines. */
export async function toPackOptions(
  flags: PackFlags,
  { output, signal }: Pick<CommandContext, 'output' | 'signal'>,
  outDir: string,
): Promise<PackOptions> {
  if (flags.recipe) await assertReadable(flags.recipe);
  return {
    baseline: await loadBaseline(flags.baseline),
    outDir,
    recipe: flags.recipe,
    overrides: flags.override,
    toolchain: flags.toolchain,
    cacheDir: flags.cache,
    timeoutMs: flags.timeout && flags.timeout * 1000,
    signal,
    onProgress: ({ message }) => output.progress(`  ${message}`),
  };
}

async function assertReadable(recipe: string): Promise<void> {
  try {
    await access(recipe, constants.R_OK);
  } catch (error) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `The recipe '${recipe}' cannot be read: ${error}`,
      { cause: error },
    );
  }
}

/** `name=value`, split at the last `=`, collected over repetitions. */
export function collectAssignment(
  value: string,
  previous: Record<string, string> = {},
): Record<string, string> {
  const cut = value.lastIndexOf('=');
  const name = value.slice(0, Math.max(cut, 0));
  if (name.trim() === '' || cut === value.length - 1) {
    throw new InvalidArgumentError('It must have the form name=value.');
  }
  return { ...previous, [name]: value.slice(cut + 1) };
}

/** A positive whole number. */
export function toCount(value: string): number {
  const count = Number(value);
  if (/^[1-9]\d*$/.test(value) && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError('It must be a positive whole number.');
}

/** What packing ended with, for people. */
export function describePack(result: PackResult): string {
  const { manifest, verdict } = result;
  const libraries = Object.keys(manifest.imports).length;
  const rows: Array<[string, string]> = [
    ['package', `${manifest.name}@${manifest.version} (${manifest.role})`],
    ['plugin', manifest.pluginId],
    ['release', `Backstage ${manifest.baseline}`],
    [
      'size',
      `${formatBytes(result.size)}, unpacked ${formatBytes(
        result.unpackedSize,
      )}, ${manifest.files.length} files, ${
        manifest.packages.length
      } private packages`,
    ],
    ['artifact', result.file],
    ['digest', result.digest],
    [
      'links',
      manifest.backend
        ? `${libraries} host libraries, ${verdict.linkErrors.length} errors`
        : 'checked by the build',
    ],
    ['verdict', verdict.state],
  ];
  return [
    ...rows.map(([name, value]) => `${name.padEnd(10)}${value}`),
    ...verdict.linkErrors.map(
      error => `error     ${describeLinkError(error, manifest.baseline)}`,
    ),
    ...verdict.warnings.map(warning => `warning   ${warning}`),
  ].join('\n');
}
