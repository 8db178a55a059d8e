import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex, Writable } from 'node:stream';
import {
  Bulkhead,
  takeOriginForm,
  type ErrorCode,
} from '@sceneshift/backstage-platform-common';
import type { SupervisorLog } from '../SupervisorLog';
import { PluginRoute } from './PluginRoute';
import { refuseUpgrade, sendProblem } from './problem';
import { ProxiedRequest } from './ProxiedRequest';
import { proxyUpgrade, type UpgradeRequest } from './proxyUpgrade';
import { RequestTrouble } from './RequestTrouble';

/** What the supervisor says of itself on its own health routes. */
export interface FrontHealth {
  ready: boolean;
  summary: Record<string, unknown>;
}

/** New requests wait this long for a host that is being replaced. */
const HOLD_MS = 5_000;

const NO_TARGET = 'Ask for a path, or for a URL that begins with http://';

/** The one stable port of a supervisor: hosts come and go behind it. */
export class Front {
  readonly #routes = new Map<string, PluginRoute>();
  readonly #server: Server;
  readonly #bulkhead = new Bulkhead((pluginId, limit) =>
    this.#log.warn('A plugin is asked no more', { pluginId, inFlight: limit }),
  );
  readonly #log: SupervisorLog;
  readonly #holdMs: number;
  #health: () => FrontHealth = () => ({
    ready: false,
    summary: { status: 'starting' },
  });

  constructor(options: { log: SupervisorLog; holdMs?: number }) {
    this.#log = options.log;
    this.#holdMs = options.holdMs ?? HOLD_MS;
    this.#server = createServer((request, response) =>
      this.#onRequest(request, response),
    );
    this.#server.on('upgrade', (request, socket, head) =>
      this.#onUpgrade(request, socket, head),
    );
    // The control plane keeps its connections; closing an idle one first would lose what it is just sending.
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
  }

  async listen(host: string, port: number): Promise<AddressInfo> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    // A connection that cannot be accepted is no reason to end those that are.
    this.#server.on('error', error =>
      this.#log.warn('The front has trouble', { cause: error.message }),
    );
    return this.#server.address() as AddressInfo;
  }

  /** The supervisor is ready to say how it is. */
  begin(health: () => FrontHealth): void {
    this.#health = health;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /**
   * The route of a plugin; reserved from the first call on.
   *
   * @param maxInFlight - how many requests it may have under way, where that is known
   */
  route(
    pluginId: string,
    maxInFlight: () => number | undefined = () => undefined,
  ): PluginRoute {
    const existing = this.#routes.get(pluginId);
    if (existing) return existing;
    const route = new PluginRoute(true, maxInFlight);
    this.#routes.set(pluginId, route);
    return route;
  }

  /** The plugin is no longer installed. */
  unreserve(pluginId: string): void {
    this.#routes.get(pluginId)?.clear(false);
    this.#routes.delete(pluginId);
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    const refuse = (code: ErrorCode, message: string) => {
      request.resume();
      sendProblem(response, code, message);
    };
    if (!takeOriginForm(request)) {
      refuse('INPUT_INVALID', NO_TARGET);
      return;
    }
    const pluginId = pluginIdOf(request.url);
    if (!pluginId) {
      this.#onHealthRequest(request, response);
      return;
    }
    const route = this.#routes.get(pluginId);
    if (!route) refuse('HOST_UNAVAILABLE', notInstalled(pluginId));
    else if (!this.#admit(pluginId, route, response)) {
      refuse('HOST_BUSY', busy(pluginId, route));
    } else this.#forward(request, response, { pluginId, route });
  }

  #forward(
    request: IncomingMessage,
    response: ServerResponse,
    to: { pluginId: string; route: PluginRoute },
  ): void {
    const trouble = this.#troubleOf(request, to.pluginId);
    const options = { ...to, holdMs: this.#holdMs, trouble };
    void new ProxiedRequest(request, response, options).run();
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (!takeOriginForm(request)) {
      refuseUpgrade(socket, 'INPUT_INVALID', NO_TARGET);
      return;
    }
    const pluginId = pluginIdOf(request.url) ?? '';
    const trouble = this.#troubleOf(request, pluginId);
    this.#upgrade(pluginId, { request, socket, head, trouble }).catch(error => {
      trouble.report('INTERNAL', error);
      refuseUpgrade(socket, 'INTERNAL', trouble.describe());
    });
  }

  async #upgrade(
    pluginId: string,
    upgrade: Omit<UpgradeRequest, 'target'>,
  ): Promise<void> {
    const { socket } = upgrade;
    const route = this.#routes.get(pluginId);
    if (route && !this.#admit(pluginId, route, socket)) {
      refuseUpgrade(socket, 'HOST_BUSY', busy(pluginId, route));
      return;
    }
    const target = await route?.acquire(this.#holdMs);
    // The caller may have gone while it waited.
    if (socket.destroyed) return;
    if (target) proxyUpgrade({ ...upgrade, target });
    else refuseUpgrade(socket, 'HOST_UNAVAILABLE', notInstalled(pluginId));
  }

  /** Counts a request for as long as its answer, or its upgraded connection, lasts. */
  #admit(pluginId: string, route: PluginRoute, connection: Writable): boolean {
    const leave = this.#bulkhead.enter(pluginId, route.maxInFlight);
    if (leave) connection.once('close', leave);
    return leave !== undefined;
  }

  #troubleOf({ headers }: IncomingMessage, pluginId: string): RequestTrouble {
    const requestId = headers['x-request-id']?.toString();
    return new RequestTrouble(this.#log, { pluginId, requestId });
  }

  #onHealthRequest(request: IncomingMessage, response: ServerResponse): void {
    const { ready, summary } = this.#health();
    const path = request.url?.split('?')[0];
    const status = {
      '/healthcheck': 200,
      '/.backstage/health/v1/liveness': 200,
      '/.backstage/health/v1/readiness': ready ? 200 : 503,
    }[path ?? ''];
    response.writeHead(status ?? 404, { 'content-type': 'application/json' });
    const payload =
      path === '/healthcheck' ? summary : { status: ready ? 'ok' : 'error' };
    response.end(JSON.stringify(status ? payload : { status: 'not found' }));
  }
}

function notInstalled(pluginId: string): string {
  return `This replica has no host for the plugin ${pluginId}`;
}

function busy(pluginId: string, { maxInFlight }: PluginRoute): string {
  return `The plugin ${pluginId} has ${maxInFlight} requests under way, as many as it may have; try again, or raise policy.maxRequestsInFlight of its environment`;
}

function pluginIdOf(url: string | undefined): string | undefined {
  return /^\/api\/([^/?#]+)/.exec(url ?? '')?.[1];
}
