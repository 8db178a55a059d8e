import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildStale } from './build.ts';
import { step, terminal } from './console.ts';
import { createFolders, resolveLayout, type Layout } from './layout.ts';
import { assertPortFree, assertRoom, takeOver } from './machine.ts';
import type { StartOptions } from './options.ts';
import { findFreePort } from './ports.ts';
import { startPostgres, stopPostgres } from './postgres.ts';
import {
  removeRecord,
  startTimeOf,
  writeRecord,
  type ProcessRecord,
} from './processTable.ts';
import { loadSecrets } from './secrets.ts';
import { publishExamples } from './seed.ts';
import type { Service } from './Service.ts';
import {
  controlPlane,
  packWorker,
  supervisor,
  type PortalContext,
} from './services.ts';

/** One development portal: a database, the control plane, a supervisor and a pack worker. */
export class Portal {
  readonly url: string;
  readonly #options: StartOptions;
  readonly #layout: Layout;
  readonly #abort = new AbortController();
  #database?: ProcessRecord;
  /** In the order in which they were started. */
  readonly #services: Service[] = [];

  constructor(checkout: string, options: StartOptions) {
    this.#options = options;
    this.#layout = resolveLayout(checkout, options.data);
    this.url = `http://localhost:${options.port}`;
  }

  get aborted(): boolean {
    return this.#abort.signal.aborted;
  }

  abort(): void {
    this.#abort.abort(new Error('The start was interrupted'));
  }

  async start(): Promise<void> {
    await this.#prepare();
    await buildStale(this.#layout, this.#abort.signal);
    const context = await this.#context();
    await this.#unlessAborted('the database', () =>
      this.#startDatabase(context),
    );
    await this.#unlessAborted('the control plane', () =>
      this.#startControlPlane(context),
    );
    await this.#unlessAborted('the supervisor', () =>
      this.#startSupervisor(context),
    );
    this.#startService(packWorker(this.#layout, context));
  }

  /** Work of the first start that the portal need not wait for. */
  async afterReady(): Promise<void> {
    if (!this.#options.empty)
      await publishExamples(this.#layout, this.url, this.#abort.signal);
  }

  async stop(): Promise<void> {
    for (const service of this.#services.toReversed()) await service.stop();
    if (this.#database) await stopPostgres(this.#database);
    if (fs.existsSync(this.#layout.run))
      for (const name of ['postgres', 'start'])
        removeRecord(this.#layout.run, name);
  }

  async #prepare(): Promise<void> {
    createFolders(this.#layout);
    assertRoom(this.#layout.data);
    const leftovers = await takeOver(this.#layout);
    if (leftovers.length)
      terminal.info(
        `✓ ended ${leftovers.length} processes that an earlier run left behind`,
      );
    await assertPortFree(this.#options.port, leftovers.length ? 10_000 : 0);
    writeRecord(this.#layout.run, 'start', process.pid);
    if (this.#layout.data !== path.join(this.#layout.checkout, '.data'))
      terminal.info(`· data is in ${this.#layout.data}`);
  }

  async #context(): Promise<PortalContext> {
    const { port, verbose, config } = this.#options;
    return {
      url: this.url,
      port,
      verbose,
      config,
      secrets: loadSecrets(this.#layout.data),
      postgresPort: await findFreePort(port + 1),
      supervisorPort: await findFreePort(port + 93),
    };
  }

  async #unlessAborted(
    title: string,
    work: () => Promise<void>,
  ): Promise<void> {
    this.#abort.signal.throwIfAborted();
    await step(title, work);
  }

  async #startDatabase({
    postgresPort,
    secrets,
  }: PortalContext): Promise<void> {
    const child = await startPostgres({
      directory: this.#layout.postgres,
      port: postgresPort,
      password: secrets.postgresPassword,
      logFile: path.join(this.#layout.logs, 'postgres.log'),
      copyBinariesTo: this.#layout.copyRuntime
        ? path.join(this.#layout.data, 'runtime/postgres')
        : undefined,
    });
    const pid = child.pid!;
    this.#database = { name: 'postgres', pid, startTime: startTimeOf(pid)! };
    writeRecord(this.#layout.run, 'postgres', pid);
    child.once('exit', () => {
      if (!this.aborted)
        terminal.warn(
          `PostgreSQL ended; its log: ${path.join(
            this.#layout.logs,
            'postgres.log',
          )}. Stop and start again.`,
        );
    });
  }

  async #startControlPlane(context: PortalContext): Promise<void> {
    const techdocs = path.join(this.#layout.data, 'techdocs');
    fs.cpSync(path.join(this.#layout.checkout, 'examples/techdocs'), techdocs, {
      recursive: true,
    });
    const service = this.#startService(controlPlane(this.#layout, context));
    await this.#untilAnswers(
      service,
      `http://127.0.0.1:${context.port}/.backstage/health/v1/readiness`,
    );
    for (const file of ['dev-api-key', 'host-key', 'pack-key'])
      await this.#untilExists(path.join(this.#layout.data, file));
  }

  async #startSupervisor(context: PortalContext): Promise<void> {
    const service = this.#startService(supervisor(this.#layout, context));
    await this.#untilAnswers(
      service,
      `http://127.0.0.1:${context.supervisorPort}/.backstage/health/v1/readiness`,
    );
  }

  #startService(service: Service): Service {
    this.#services.push(service);
    service.start();
    return service;
  }

  async #untilAnswers(
    service: Service,
    url: string,
    timeoutMs = 180_000,
  ): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      this.#abort.signal.throwIfAborted();
      if (service.failing)
        throw new Error(
          `It ends again and again; its last words:\n${service.lastWords()}`,
        );
      if (await answers(url)) return;
      await sleep(250);
    }
    throw new Error(
      `No answer from ${url} within ${timeoutMs / 1000} s; see ${
        service.logFile
      }`,
    );
  }

  async #untilExists(file: string, timeoutMs = 30_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!fs.existsSync(file)) {
      this.#abort.signal.throwIfAborted();
      if (Date.now() > deadline)
        throw new Error(`The control plane did not write ${file}`);
      await sleep(50);
    }
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Nothing listens yet: the caller asks again until its deadline.
    return false;
  }
}
