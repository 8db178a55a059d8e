import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { ProxiedPortal } from '../__testUtils__/ProxiedPortal';
import type { HostedPluginRoute } from '../hostedPlugins/types';
import { HostedPluginsProxy } from './HostedPluginsProxy';

jest.setTimeout(60_000);

describe('requests to a plugin that is held', () => {
  let portal: ProxiedPortal;
  let address: string;
  const reached: string[] = [];

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
    address = await portal.supervisor(async (request, response) => {
      reached.push(`${request.method} ${request.url}`);
      for await (const _ of request);
      response.end('served');
    });
  });

  beforeEach(() => {
    reached.length = 0;
  });

  afterAll(() => portal.stop());

  function route(held?: HostedPluginRoute['held']) {
    const plugins = {
      hello: { addresses: [address], held },
      other: { addresses: [address] },
    };
    const limits = { requestTimeoutMs: 10_000, maxRequestsInFlight: 1_000 };
    portal.hostedPlugins.update({
      currentEnvironment: 'development',
      environments: { development: { ...limits, plugins } },
    });
  }

  it('wait, whatever their method, and are served when it is over', async () => {
    route('maintenance');
    const answers = Promise.all([
      fetch(`${portal.url}/api/hello/x`),
      fetch(`${portal.url}/api/hello/x`, { method: 'POST', body: 'written' }),
    ]);
    await sleep(200);
    expect(reached).toEqual([]);
    // An update that changes nothing for them lets nobody through.
    route('maintenance');
    await sleep(200);
    expect(reached).toEqual([]);
    route();
    expect((await answers).map(({ status }) => status)).toEqual([200, 200]);
    expect([...reached].sort()).toEqual([
      'GET /api/hello/x',
      'POST /api/hello/x',
    ]);
  });

  it('are told to come back when it takes longer, and others notice nothing', async () => {
    route('maintenance');
    const begun = Date.now();
    const held = fetch(`${portal.url}/api/hello/x`);
    expect((await fetch(`${portal.url}/api/other/x`)).status).toBe(200);
    const answer = await held;
    const took = Date.now() - begun;
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({
      code: 'PLUGIN_IN_MAINTENANCE',
      status: 503,
    });
    expect(took).toBeGreaterThan(4_500);
    expect(reached).toEqual(['GET /api/other/x']);
  });

  it.each(['paused', 'maintenance'] as const)(
    'are not missed when they ask for an upgrade and go (%s)',
    held => {
      route(held);
      const { hostedPlugins } = portal;
      const logger = mockServices.logger.mock();
      const proxy = new HostedPluginsProxy({ hostedPlugins, logger });
      const socket = new PassThrough();
      const request = { url: '/api/hello/x' } as IncomingMessage;
      proxy.upgrade(request, socket, Buffer.alloc(0));
      expect(() => socket.emit('error', new Error('reset'))).not.toThrow();
      expect(socket.destroyed).toBe(true);
    },
  );

  it('are refused at once while the environment is paused', async () => {
    route('paused');
    const answer = await fetch(`${portal.url}/api/hello/x`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({
      code: 'ENVIRONMENT_PAUSED',
      status: 503,
      detail: expect.stringContaining("'development' is paused"),
    });
    expect(reached).toEqual([]);
  });
});
