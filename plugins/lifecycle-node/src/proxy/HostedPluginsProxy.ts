import { createPublicKey } from 'node:crypto';
import { Agent, type IncomingMessage } from 'node:http';
import type { Duplex, Writable } from 'node:stream';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  Bulkhead,
  isSceneshiftError,
  SceneshiftError,
} from '@sceneshift/backstage-platform-common';
import { PORTAL_PLUGIN_IDS } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { RequestHandler } from 'express';
import type {
  HostedPluginRoute,
  HostedPluginsService,
} from '../hostedPlugins/types';
import { Balancer } from './Balancer';
import { ProxyExchange } from './ProxyExchange';
import { refusal, whenReleased } from './heldRequests';
import { busy } from './hostProblems';
import { proxyUpgrade, type UpgradeOptions } from './proxyUpgrade';
import { refuseUpgrade, sendProblem } from './sendProblem';
import { findTarget, isForeign, pluginIdOf, type Target } from './Target';

/** How long a request is held after the start, until the table of hosted plugins is there. */
const HOLD_MS = 5_000;

const JWKS_PATH = /^\/api\/[^/]+\/\.backstage\/auth\/v1\/jwks\.json(\?|$)/;

/**
 * Routes `/api/<id>` of hosted plugins to the supervisors of their environment, and answers for their public keys itself: a
 * host cannot publish keys of its own making.
 *
 * @public
 */
export class HostedPluginsProxy {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  private readonly balancer = new Balancer();
  private readonly bulkhead = new Bulkhead((plugin, limit) =>
    this.deps.logger.warn(
      `${plugin} has ${limit} requests under way and is asked no more: it answers too slowly, or policy.maxRequestsInFlight is too low for it`,
    ),
  );

  constructor(
    private readonly deps: {
      hostedPlugins: HostedPluginsService;
      logger: LoggerService;
    },
  ) {}

  /** Express middleware: passes on what is not a hosted plugin's. */
  handler(): RequestHandler {
    return async (request, response, next) => {
      try {
        const target = await this.find(request.url);
        if (!target) return next();
        if (JWKS_PATH.test(target.path)) {
          return response.json({ keys: publicKeys(target.route) });
        }
        // The caller may have gone while it waited, here and below.
        if (response.destroyed) return undefined;
        this.admit(target, response);
        const released = await whenReleased(
          this.deps.hostedPlugins,
          target,
          request.url,
        );
        if (!released) return next();
        if (response.destroyed) return undefined;
        return await this.forward(request, response, released);
      } catch (error) {
        if (!isSceneshiftError(error)) return next(error);
        return sendProblem(response, error);
      }
    };
  }

  /** Whether an upgrade is meant for a hosted plugin. */
  wantsUpgrade(request: IncomingMessage): boolean {
    return this.upgradeTarget(request) !== undefined;
  }

  /** For the server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = this.upgradeTarget(request);
    if (!target) return;
    // Node has taken its own listener away: without one, a caller that goes would be an exception that nobody catches.
    socket.on('error', () => socket.destroy());
    this.join({ request, socket, head, target }).catch(error => {
      if (isSceneshiftError(error)) {
        refuseUpgrade(socket, error);
        return;
      }
      this.deps.logger.warn('Could not upgrade a connection', error);
      socket.destroy();
    });
  }

  /** Ends idle connections to supervisors. */
  close(): void {
    this.agent.destroy();
  }

  private async join(
    upgrade: Omit<UpgradeOptions, 'addresses'>,
  ): Promise<void> {
    const { request, socket, target } = upgrade;
    if (target.route.held) throw refusal(target);
    this.admit(target, socket);
    const addresses = this.addressesOf(request.url ?? '');
    await proxyUpgrade({ ...upgrade, addresses });
  }

  /**
   * Counts a request for as long as its answer, or its upgraded connection, lasts.
   *
   * @throws SceneshiftError `HOST_BUSY`
   */
  private admit(target: Target, connection: Writable): void {
    const { environment, pluginId, maxRequestsInFlight } = target;
    const name = `${environment}/${pluginId}`;
    const leave = this.bulkhead.enter(name, maxRequestsInFlight);
    if (!leave) throw busy(target);
    connection.once('close', leave);
  }

  private upgradeTarget(request: IncomingMessage): Target | undefined {
    const snapshot = this.deps.hostedPlugins.snapshot();
    const url = request.url ?? '';
    if (!snapshot || PORTAL_PLUGIN_IDS.includes(pluginIdOf(url) ?? '')) {
      return undefined;
    }
    return findTarget(snapshot, url);
  }

  private forward(
    request: Parameters<RequestHandler>[0],
    response: Parameters<RequestHandler>[1],
    target: Target,
  ): Promise<void> {
    const { agent } = this;
    const { logger } = this.deps;
    const addresses = this.addressesOf(request.url);
    const options = { request, response, target, addresses, agent, logger };
    return new ProxyExchange(options).start();
  }

  /** Looked up anew for each attempt: while a request waits, other supervisors may come. */
  private addressesOf(url: string): () => string[] {
    return () => {
      const snapshot = this.deps.hostedPlugins.snapshot();
      const target = snapshot && findTarget(snapshot, url);
      return target && !target.route.held ? this.balancer.order(target) : [];
    };
  }

  private async find(url: string): Promise<Target | undefined> {
    const pluginId = pluginIdOf(url);
    if (!pluginId || PORTAL_PLUGIN_IDS.includes(pluginId)) return undefined;
    await this.hold();
    const snapshot = this.deps.hostedPlugins.snapshot();
    const target = snapshot && findTarget(snapshot, url);
    if (target || !isForeign(url)) return target;
    throw new SceneshiftError(
      'NOT_FOUND',
      `There is no hosted plugin '${pluginId}' in that environment.`,
    );
  }

  /** Before the table is loaded nobody knows which ids are hosted: a 404 might be a lie. */
  private async hold(): Promise<void> {
    if (await this.deps.hostedPlugins.whenLoaded(HOLD_MS)) return;
    throw new SceneshiftError(
      'UNAVAILABLE',
      'The portal is starting: it does not know its hosted plugins yet. Try again in a moment.',
    );
  }
}

function publicKeys({ signingKey }: HostedPluginRoute) {
  if (!signingKey) return [];
  const { keyId, publicKey } = signingKey;
  const jwk = createPublicKey(publicKey).export({ format: 'jwk' });
  return [{ ...jwk, kid: keyId, alg: 'ES256', use: 'sig' }];
}
