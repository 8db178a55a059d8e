import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NpmClient } from '../npm/NpmClient';
import { readNpmSettings } from '../npm/NpmSettings';
import { FolderBuilder } from '../source/FolderBuilder';
import { provideToolchain } from '../toolchain/provideToolchain';
import type { Toolchain } from '../toolchain/Toolchain';
import { findCheckouts } from '../toolchain/checkouts';
import { makeFolder } from './makeFolder';
import type { PackOptions, PackStep } from './types';

const DEFAULT_TIMEOUT_MS = 10 * 60 * 1000;

/** One run of pack: its temporary folder, its time limit, its npm and its tools. */
export class PackSession {
  #toolchain: Promise<Toolchain> | undefined;
  readonly #builder: FolderBuilder;

  private constructor(
    readonly options: PackOptions,
    readonly workDir: string,
    readonly npm: NpmClient,
    readonly signal: AbortSignal,
  ) {
    this.#builder = new FolderBuilder({
      workDir,
      toolchain: () => this.toolchain(),
      env: npm.environment(),
      signal,
    });
  }

  /** Runs `work` in a fresh session and removes every trace of it afterwards. */
  static async use<T>(
    options: PackOptions,
    work: (session: PackSession) => Promise<T>,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(
      options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    );
    const signal = options.signal
      ? AbortSignal.any([options.signal, timeout])
      : timeout;
    const base = await realpath(tmpdir());
    const workDir = await mkdtemp(join(base, 'sceneshift-pack-'));
    try {
      await makeFolder(options.outDir);
      const npm = await NpmClient.create({
        home: join(workDir, 'home'),
        cacheDir: join(cacheDirOf(options), 'npm'),
        settings: options.npm ?? (await readNpmSettings(process.env, signal)),
        signal,
      });
      return await work(new PackSession(options, workDir, npm, signal));
    } finally {
      await rm(workDir, { recursive: true, force: true });
    }
  }

  get builder(): FolderBuilder {
    return this.#builder;
  }

  report(step: PackStep, message: string) {
    this.options.onProgress?.({ step, message });
  }

  /** The build tools, found or installed at the first use. */
  async toolchain(): Promise<Toolchain> {
    this.#toolchain ??= provideToolchain({
      baseline: this.options.baseline,
      directory: this.options.toolchain,
      candidates: findCheckouts(),
      cacheDir: cacheDirOf(this.options),
      npm: this.npm,
      onProgress: message => this.report('toolchain', message),
    });
    return await this.#toolchain;
  }
}

function cacheDirOf(options: PackOptions): string {
  return (
    options.cacheDir ??
    process.env.SCENESHIFT_CACHE ??
    join(homedir(), '.cache', 'sceneshift')
  );
}
