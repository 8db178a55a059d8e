import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { findDefaultExport } from '../imports/defaultExport';
import { writeTarball } from '../artifact/writeTarball';
import { runCommand } from '../process/runCommand';
import type { Toolchain } from '../toolchain/Toolchain';
import {
  findLocalDependencies,
  withPublishedRanges,
} from './localDependencies';
import {
  fileNameOf,
  readManifest,
  type PackageManifest,
} from './PackageManifest';
import { BUILD_SCRIPT } from './buildScript';

/** Folders of a package that are made, not written. */
const NOT_SOURCE = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

const FEATURE_TYPES: Record<string, string> = {
  'backend-plugin': '@backstage/BackendFeature',
  'backend-plugin-module': '@backstage/BackendFeature',
  'frontend-plugin': '@backstage/FrontendPlugin',
  'frontend-plugin-module': '@backstage/FrontendModule',
};

/** A folder turned into the tarball that `npm publish` would have sent. */
export interface BuiltFolder {
  tarball: string;
  localPackages: Record<string, string>;
}

/**
 * Turns package folders into npm tarballs with the same tools, in the same way, as
 * `backstage-cli package build` and `prepack`, but in a copy: the folder itself is never written to.
 */
export class FolderBuilder {
  readonly #built = new Map<string, Promise<BuiltFolder>>();
  #count = 0;

  constructor(
    private readonly options: {
      workDir: string;
      toolchain: () => Promise<Toolchain>;
      env: NodeJS.ProcessEnv;
      signal?: AbortSignal;
    },
  ) {}

  /** Builds a folder and every local package that it depends on, each once. */
  async build(folder: string): Promise<BuiltFolder> {
    const known = this.#built.get(folder);
    if (known) return await known;
    const building = this.#build(folder);
    this.#built.set(folder, building);
    return await building;
  }

  async #build(folder: string): Promise<BuiltFolder> {
    const manifest = await readManifest(folder);
    const locals = await findLocalDependencies(folder, manifest);
    const localPackages: Record<string, string> = {};
    for (const local of locals) {
      const built = await this.build(local.directory);
      Object.assign(localPackages, built.localPackages);
      localPackages[local.name] = built.tarball;
    }
    const published = withPublishedRanges(manifest, locals);
    return { tarball: await this.#pack(folder, published), localPackages };
  }

  async #pack(folder: string, manifest: PackageManifest): Promise<string> {
    this.#count += 1;
    const root = join(this.options.workDir, `build-${this.#count}`);
    const source = join(root, 'packages', 'source');
    await this.#stage(folder, root, source, manifest);
    await this.#run(root, source, manifest);
    const target = join(root, 'published');
    await addFeatures(target);
    const file = join(root, `${fileNameOf(manifest)}.tgz`);
    await writeTarball(target, file, { prefix: 'package' });
    return file;
  }

  async #stage(
    folder: string,
    root: string,
    source: string,
    manifest: PackageManifest,
  ) {
    const toolchain = await this.options.toolchain();
    await cp(folder, source, {
      recursive: true,
      filter: path =>
        relative(folder, path) === '' || !NOT_SOURCE.has(basename(path)),
    });
    await mkdir(root, { recursive: true });
    await symlink(toolchain.nodeModules, join(root, 'node_modules'));
    await writeJson(join(root, 'package.json'), {
      private: true,
      workspaces: ['packages/*'],
    });
    const { devDependencies: _, ...published } = manifest;
    await writeJson(join(source, 'package.json'), published);
    // A package's own tsconfig.json may extend a file that is not here.
    await writeJson(join(source, 'tsconfig.json'), {
      compilerOptions: { jsx: 'react-jsx', target: 'ES2023' },
    });
  }

  async #run(root: string, source: string, manifest: PackageManifest) {
    const toolchain = await this.options.toolchain();
    const { exitCode, stderr, stdout } = await runCommand(
      process.execPath,
      ['-e', BUILD_SCRIPT, toolchain.buildModule, join(root, 'published')],
      {
        cwd: source,
        env: { ...this.options.env, NODE_ENV: 'production' },
        signal: this.options.signal,
      },
    );
    if (exitCode !== 0) {
      throw new SceneshiftError(
        'PACK_BUILD_FAILED',
        `${manifest.name} does not build: ${(stderr || stdout)
          .trim()
          .slice(-2000)}`,
      );
    }
  }
}

/** Names the features of a built package as `backstage-cli package prepack` does, by its default exports. */
async function addFeatures(directory: string) {
  const manifest = await readManifest(directory);
  const role = manifest.backstage?.role;
  const kind = role && FEATURE_TYPES[role];
  if (!kind || manifest.backstage?.features) return;
  const features: Record<string, string> = {};
  for (const entry of ['.', './alpha']) {
    if (await findDefaultExport(directory, manifest, entry)) {
      features[entry] = kind;
    }
  }
  await writeJson(join(directory, 'package.json'), {
    ...manifest,
    backstage: { ...manifest.backstage, features },
  });
}

async function writeJson(file: string, value: unknown) {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
