import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  isSceneshiftError,
  type SceneshiftError,
} from '@sceneshift/backstage-platform-common';
import type { NpmSettings } from '../npm/NpmSettings';
import { openTarball } from '../source/SourcePackage';
import { downloadLocalDependencies } from './localDependencies';
import type { JobRunner } from './JobRunner';
import { RegistryProblem, type RegistryClient } from './RegistryClient';
import type { JobFailure, Log, PackJob } from './types';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const HEARTBEAT_MS = 60_000;

/** Takes versions that have no artifact from the registry, packs them, and gives the artifacts back. */
export class PackWorker {
  #failures = 0;
  #packed = 0;
  #failed = 0;
  #current: PackJob | undefined;

  constructor(
    private readonly options: {
      client: RegistryClient;
      runner: JobRunner;
      npm: NpmSettings;
      cacheDir: string;
      toolchain?: string;
      timeoutMs: number;
      signal: AbortSignal;
      log: Log;
    },
  ) {}

  /** Works until the signal fires. A registry that is away is asked again, less and less often. */
  async run(): Promise<void> {
    const { signal, log } = this.options;
    const heartbeat = setInterval(() => this.#heartbeat(), HEARTBEAT_MS);
    try {
      while (!signal.aborted) await this.#turn();
    } finally {
      clearInterval(heartbeat);
      log(`stopped after ${this.#packed} packed, ${this.#failed} failed`);
    }
  }

  async #turn(): Promise<void> {
    try {
      const job = await this.options.client.claim();
      if (this.#failures > 0) this.options.log('the registry is back');
      this.#failures = 0;
      if (job) await this.#work(job);
    } catch (error) {
      if (!this.options.signal.aborted) await this.#pause(error);
    }
  }

  async #work(job: PackJob): Promise<void> {
    this.#current = job;
    const { log } = this.options;
    log(`packing ${job.name}@${job.version} for Backstage ${job.baseline}`);
    try {
      const failure = await this.#pack(job);
      if (failure) await this.#fail(job, failure);
      else await this.#complete(job);
    } catch (error) {
      // Nothing is reported: the lease ends, and the job is tried again.
      if (!isFinal(error)) throw error;
      // Somebody else was faster, and artifacts are never replaced.
      if (error.code === 'ARTIFACT_EXISTS') await this.#complete(job);
      else await this.#fail(job, { code: error.code, message: error.message });
    } finally {
      this.#current = undefined;
    }
  }

  async #pack(job: PackJob): Promise<JobFailure | undefined> {
    const { client, runner, npm, cacheDir, toolchain, timeoutMs } =
      this.options;
    return await runner.withFolder(async folder => {
      const tarball = join(folder, 'package.tgz');
      await client.download(job.tarballPath, tarball);
      const locals = join(folder, 'local');
      await mkdir(locals);
      const source = await openTarball(tarball, join(folder, 'source'));
      const localPackages = await downloadLocalDependencies(
        source.manifest,
        locals,
        client,
      );
      await Promise.all(
        [tarball, ...Object.values(localPackages)].map(file =>
          chmod(file, 0o644),
        ),
      );
      const { output, log } = await runner.run(folder, {
        tarball,
        outDir: await runner.prepareFolder(join(folder, 'out')),
        baseline: await client.baseline(job.baseline),
        localPackages,
        npm,
        cacheDir: await runner.prepareFolder(cacheDir),
        toolchain,
        timeoutMs,
      });
      if (this.options.signal.aborted) throw this.options.signal.reason;
      if (!output.ok) return { ...output, log };
      await client.uploadArtifact(
        job,
        output.result.digest,
        output.result.file,
      );
      return undefined;
    });
  }

  async #complete(job: PackJob) {
    await this.options.client.complete(job);
    this.#packed += 1;
    this.options.log(`packed ${job.name}@${job.version}`);
  }

  async #fail(job: PackJob, { code, message, log }: JobFailure) {
    await this.options.client.fail(job, {
      code,
      message,
      log,
      reproduceCommand: `sceneshift pack ${job.name}@${job.version} --baseline ${job.baseline}`,
    });
    this.#failed += 1;
    this.options.log(
      `${job.name}@${job.version} cannot be packed: ${code}: ${message}`,
    );
  }

  async #pause(error: unknown): Promise<void> {
    const pause = Math.min(
      FIRST_PAUSE_MS * 2 ** this.#failures,
      LONGEST_PAUSE_MS,
    );
    this.#failures += 1;
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    this.options.log(`${reason}; trying again in ${pause / 1000} s`);
    await sleep(pause, undefined, { signal: this.options.signal }).catch(
      // Being stopped while waiting is the end of the wait, not an error.
      () => undefined,
    );
  }

  #heartbeat() {
    const state = this.#current
      ? `packing ${this.#current.name}@${this.#current.version}`
      : 'waiting';
    this.options.log(
      `${state}; ${this.#packed} packed, ${this.#failed} failed`,
    );
  }
}

/** Errors that another attempt would meet again. */
function isFinal(error: unknown): error is RegistryProblem | SceneshiftError {
  return error instanceof RegistryProblem
    ? !error.isTransient
    : isSceneshiftError(error);
}
