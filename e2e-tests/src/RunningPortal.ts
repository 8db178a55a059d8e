import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkout = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

export interface PortalOptions {
  port: number;
  data: string;
  /** Further configuration, as the text of a YAML file. */
  config?: string;
}

/** A portal that `script/start` runs, as a user would start it. */
export class RunningPortal {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #options: PortalOptions;
  #output = '';

  private constructor(child: ChildProcess, options: PortalOptions) {
    this.#child = child;
    this.#options = options;
    this.url = `http://localhost:${options.port}`;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', chunk => (this.#output += chunk));
  }

  /** Starts a bare portal and waits until it says that it is ready. */
  static async start(options: PortalOptions): Promise<RunningPortal> {
    fs.mkdirSync(options.data, { recursive: true, mode: 0o711 });
    const args = [
      '--port',
      `${options.port}`,
      '--data',
      options.data,
      '--empty',
    ];
    if (options.config) {
      const file = path.join(options.data, 'extra-config.yaml');
      fs.writeFileSync(file, options.config);
      args.push('--config', file);
    }
    const child = spawn(path.join(checkout, 'script/start'), args, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const portal = new RunningPortal(child, options);
    await portal.#untilReady(8 * 60_000);
    return portal;
  }

  get output(): string {
    return this.#output;
  }

  /** The process id of the control plane, as the start command recorded it. */
  get controlPlanePid(): number {
    const file = path.join(this.#options.data, 'run/control-plane.json');
    return JSON.parse(fs.readFileSync(file, 'utf8')).pid;
  }

  /** Runs the `sceneshift` command against this portal and answers what it prints. */
  sceneshift(...args: string[]): Promise<string> {
    const child = spawn(path.join(checkout, 'script/sceneshift'), args, {
      env: {
        ...process.env,
        SCENESHIFT_URL: this.url,
        SCENESHIFT_DATA: this.#options.data,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => (stdout += chunk));
    child.stderr.on('data', chunk => (stderr += chunk));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', code => {
        if (code === 0) resolve(stdout);
        else
          reject(
            new Error(
              `sceneshift ${args.join(
                ' ',
              )} ended with ${code}\n${stderr}\n${stdout}`,
            ),
          );
      });
    });
  }

  /** Ctrl-C, then the end of the process. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise(resolve => this.#child.once('exit', resolve));
    this.#child.kill('SIGINT');
    await ended;
  }

  async #untilReady(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.#output.includes('Sceneshift is ready at')) {
      if (this.#child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The portal did not start:\n${this.#output}`);
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}
