import { spawn } from 'node:child_process';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { JobInput, JobOutput } from './types';

/** The user that jobs run as when the worker is root: one below those of the plugin hosts. */
const JOB_UID = 60_599;
const LOG_LIMIT = 32_000;
/** Beyond the packer's own time limit, for a child that does not keep it. */
const GRACE_MS = 30_000;

/** What one job ended with. */
export interface JobOutcome {
  output: JobOutput;
  /** The end of what the child wrote. */
  log: string;
}

/**
 * Runs jobs one at a time, each in a child with an environment of its own (no credential), a folder of its
 * own and, when the worker is root, a user of its own.
 */
export class JobRunner {
  constructor(
    private readonly options: {
      /** The child's program and first arguments. */
      command: string[];
      /** False where other users cannot read the program or the build tools. */
      switchUser: boolean;
      env: NodeJS.ProcessEnv;
      signal: AbortSignal;
    },
  ) {}

  /** The user of jobs, or nothing when they run as the worker itself. */
  get uid(): number | undefined {
    const isRoot = process.getuid?.() === 0;
    return isRoot && this.options.switchUser ? JOB_UID : undefined;
  }

  /** Makes a folder that jobs can write to. */
  async prepareFolder(folder: string): Promise<string> {
    await mkdir(folder, { recursive: true });
    if (this.uid !== undefined) await chown(folder, this.uid, this.uid);
    return folder;
  }

  /** Gives `work` a fresh folder, and removes it afterwards. */
  async withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const base = await realpath(tmpdir());
    const folder = await mkdtemp(join(base, 'sceneshift-job-'));
    try {
      await chmod(folder, 0o711);
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async run(folder: string, input: JobInput): Promise<JobOutcome> {
    const inputFile = join(folder, 'input.json');
    const resultDir = await this.prepareFolder(join(folder, 'result'));
    const outputFile = join(resultDir, 'output.json');
    await writeFile(inputFile, JSON.stringify(input), { mode: 0o644 });
    const { log, timedOut } = await this.#spawn(
      [inputFile, outputFile],
      resultDir,
      input,
    );
    const output = await readOutput(outputFile, input.outDir);
    return { output: output ?? withoutResult(timedOut), log };
  }

  async #spawn(
    args: string[],
    folder: string,
    { timeoutMs }: JobInput,
  ): Promise<{ log: string; timedOut: boolean }> {
    const [program = process.execPath, ...first] = this.options.command;
    const child = spawn(program, [...first, ...args], {
      cwd: folder,
      env: { ...this.options.env, HOME: folder, TMPDIR: folder },
      uid: this.uid,
      gid: this.uid,
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', chunk => {
      log = (log + chunk).slice(-LOG_LIMIT);
    });
    const kill = () => killGroup(child.pid);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, timeoutMs + GRACE_MS);
    this.options.signal.addEventListener('abort', kill, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', () => resolve());
      });
      return { log, timedOut };
    } finally {
      clearTimeout(timer);
      this.options.signal.removeEventListener('abort', kill);
      // The builds that it started share its group only if they did not make their own; those it kills itself.
      kill();
    }
  }
}

function withoutResult(timedOut: boolean): JobOutput {
  return timedOut
    ? {
        ok: false,
        code: 'PACK_TIMEOUT',
        message: 'Packing took longer than its time limit and was stopped',
      }
    : {
        ok: false,
        code: 'INTERNAL',
        message: 'Packing ended without a result; the log says why',
      };
}

async function readOutput(
  file: string,
  outDir: string,
): Promise<JobOutput | undefined> {
  const isFile = await lstat(file).then(
    stat => stat.isFile(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (!isFile) return undefined;
  const output = JSON.parse(await readFile(file, 'utf8')) as JobOutput;
  if (output.ok && !output.result.file.startsWith(outDir + sep)) {
    throw new SceneshiftError('INTERNAL', 'A job named a file of another');
  }
  return output;
}

function killGroup(pid: number | undefined) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // The group has ended, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
