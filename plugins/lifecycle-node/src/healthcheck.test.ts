import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { ProxiedPortal } from './__testUtils__/ProxiedPortal';
import { createHealthcheckRouter } from './healthcheck';
import { InMemoryHostedPlugins } from './hostedPlugins/InMemoryHostedPlugins';
import type { HostedPluginRoute } from './hostedPlugins/types';

jest.setTimeout(30_000);

const LIMITS = { requestTimeoutMs: 1_000, maxRequestsInFlight: 1_000 };

function snapshotOf(...health: Array<HostedPluginRoute['health']>) {
  const plugins = health.map((of, index) => [
    `plugin-${index}`,
    { addresses: ['http://10.0.0.1:7100'], health: of },
  ]);
  const unwell = { addresses: [], health: 'unavailable' as const };
  return {
    currentEnvironment: 'production',
    environments: {
      production: { ...LIMITS, plugins: Object.fromEntries(plugins) },
      staging: { ...LIMITS, plugins: { other: unwell } },
    },
  };
}

describe('the healthcheck of a portal', () => {
  let portal: ProxiedPortal;

  beforeAll(async () => {
    portal = await ProxiedPortal.start();
  });
  afterAll(() => portal.stop());

  async function ask() {
    const answer = await fetch(`${portal.url}/healthcheck`);
    return { status: answer.status, body: await answer.json() };
  }

  it('needs no credentials, and is degraded before the table of hosted plugins is read', async () => {
    expect(await ask()).toEqual({ status: 200, body: { status: 'degraded' } });
  });

  it('counts the plugins that ought to serve here, and says no more of them', async () => {
    portal.hostedPlugins.update(snapshotOf('serving', 'serving', undefined));
    expect(await ask()).toEqual({
      status: 200,
      body: { status: 'ok', plugins: { expected: 2, serving: 2 } },
    });
    portal.hostedPlugins.update(snapshotOf('serving', 'unavailable'));
    expect(await ask()).toEqual({
      status: 200,
      body: { status: 'degraded', plugins: { expected: 2, serving: 1 } },
    });
  });

  it('is degraded where nothing was heard of the database for a minute', async () => {
    portal.hostedPlugins.update(snapshotOf());
    const age = jest.spyOn(portal.hostedPlugins, 'ageMs');
    age.mockReturnValue(61_000);
    expect((await ask()).body.status).toBe('degraded');
    age.mockRestore();
    expect((await ask()).body.status).toBe('ok');
  });

  it('is 503 while the portal takes no requests', async () => {
    const health = mockServices.rootHealth.mock({
      getReadiness: async () => ({
        status: 503,
        payload: { status: 'error', message: 'Backend is shutting down' },
      }),
    });
    const hostedPlugins = new InMemoryHostedPlugins();
    const app = express();
    app.use(createHealthcheckRouter({ health, hostedPlugins }));
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/healthcheck`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'unavailable' });
    server.close();
  });
});
