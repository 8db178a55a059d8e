import { EventEmitter } from 'node:events';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { Client, type ClientConfig } from 'pg';
import { ENVIRONMENT_CHANNEL } from '../database/EnvironmentStore';

const CHANGE = 'change';
const END = 'end';
const RECONNECT_MS = 1_000;

/**
 * Tells of changed environments, whichever control-plane process changed them: PostgreSQL announces them on a connection
 * of its own. After a lost connection every environment counts as changed, because announcements may have been missed.
 */
export class EnvironmentChanges {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private client: Client | undefined;
  private reconnect: NodeJS.Timeout | undefined;
  private stopped = false;

  private constructor(
    private readonly connection: ClientConfig,
    private readonly logger: LoggerService,
  ) {}

  static async start(options: {
    db: Knex;
    logger: LoggerService;
  }): Promise<EnvironmentChanges> {
    const { connectionSettings } = options.db.client as {
      connectionSettings: ClientConfig;
    };
    const changes = new EnvironmentChanges(connectionSettings, options.logger);
    await changes.connect();
    return changes;
  }

  /** @param listener - gets the name, or undefined when any may have changed */
  subscribe(listener: (environment: string | undefined) => void): () => void {
    this.emitter.on(CHANGE, listener);
    return () => this.emitter.off(CHANGE, listener);
  }

  /** True once this process ends: then there is nothing left to wait for. */
  get ended(): boolean {
    return this.stopped;
  }

  /** Resolves at the next change of the environment, after the time, or when aborted. */
  next(environment: string, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const stop = new AbortController();
      const done = () => {
        stop.abort();
        resolve();
      };
      const unsubscribe = this.subscribe(changed => {
        if (changed === undefined || changed === environment) done();
      });
      this.emitter.once(END, done);
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { signal: stop.signal });
      stop.signal.addEventListener('abort', () => {
        unsubscribe();
        this.emitter.off(END, done);
        clearTimeout(timer);
      });
      if (signal.aborted) done();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.reconnect);
    this.emitter.emit(END);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new Client({
      ...this.connection,
      // Knex hides it from spreading, so that it is not logged by accident.
      password: this.connection.password,
      application_name: 'sceneshift-lifecycle-changes',
    });
    client.on('error', error => this.lost(client, error));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) =>
      this.emitter.emit(CHANGE, payload),
    );
    this.client = client;
    await client.connect();
    await client.query(`LISTEN ${ENVIRONMENT_CHANNEL}`);
    this.emitter.emit(CHANGE, undefined);
  }

  private lost(client: Client, error?: Error): void {
    if (this.stopped || this.client !== client) return;
    this.client = undefined;
    this.logger.warn(
      'Lost the connection that announces changed environments; connecting again',
      error,
    );
    client.removeAllListeners('end');
    this.reconnect = setTimeout(() => this.retry(), RECONNECT_MS);
  }

  private retry(): void {
    this.connect().catch(error => {
      const client = this.client;
      if (client) this.lost(client, error as Error);
    });
  }
}
