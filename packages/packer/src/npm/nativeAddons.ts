import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { nameOfPath, type LockEntry, type LockPackages } from './lockfile';

const COMPILES = /node-gyp|prebuild|node-pre-gyp|cmake-js|neon|napi/;

/** What compiled code among the private packages means for an artifact. */
export interface NativeAddons {
  /** Lock paths of optional packages that cannot work without their install script; they are left out. */
  dropped: string[];
  /** `any`, or the platform that the artifact is bound to. */
  platform: string;
}

/**
 * Looks for compiled code. Install scripts never run, so a package works only when a `.node` file came with
 * it: not the presence of a script decides, but that of a loadable file.
 */
export async function inspectNativeAddons(
  directory: string,
  lock: LockPackages,
  paths: string[],
): Promise<NativeAddons> {
  const dropped: string[] = [];
  let platform = 'any';
  for (const path of paths) {
    const entry = lock[path] ?? {};
    const folder = join(directory, path);
    if (isPlatformBound(entry)) platform = currentPlatform(entry);
    if (!(await needsCompiling(folder, entry))) continue;
    if (await hasBinary(folder)) {
      platform = currentPlatform(entry);
    } else if (entry.optional) {
      dropped.push(path);
    } else {
      throw new SceneshiftError(
        'PACK_NATIVE_ADDON',
        `'${nameOfPath(
          path,
        )}' is compiled by an install script, and install scripts never run here; use a version that ships prebuilt binaries for ${currentPlatform(
          entry,
        )}`,
      );
    }
  }
  return { dropped, platform };
}

async function needsCompiling(
  folder: string,
  entry: LockEntry,
): Promise<boolean> {
  if (existsSync(join(folder, 'binding.gyp'))) return true;
  if (!entry.hasInstallScript) return false;
  const manifest = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as { scripts?: Record<string, string> };
  const {
    preinstall = '',
    install = '',
    postinstall = '',
  } = manifest.scripts ?? {};
  return COMPILES.test(`${preinstall} ${install} ${postinstall}`);
}

async function hasBinary(folder: string): Promise<boolean> {
  const files = await readdir(folder, { recursive: true });
  return files.some(file => file.endsWith('.node'));
}

function isPlatformBound(entry: LockEntry): boolean {
  return Boolean(entry.os ?? entry.cpu ?? entry.libc);
}

function currentPlatform(entry: LockEntry): string {
  const libc = entry.libc?.[0];
  return [process.platform, process.arch, ...(libc ? [libc] : [])].join('-');
}
