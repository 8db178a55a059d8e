import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mockServices } from '@backstage/backend-test-utils';
import { HttpRegistryService } from './HttpRegistryService';

describe('HttpRegistryService', () => {
  const seen: http.IncomingMessage[] = [];
  let server: http.Server;
  let registry: HttpRegistryService;

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      seen.push(request);
      if (request.url?.includes('/artifacts/')) {
        response.end('bytes');
      } else if (request.url?.includes('/plugins/unknown')) {
        const problem = { code: 'PLUGIN_NOT_FOUND', detail: 'no such plugin' };
        response.statusCode = 404;
        response.setHeader('content-type', 'application/problem+json');
        response.end(JSON.stringify(problem));
      } else if (request.url?.includes('/plugins/broken')) {
        response.statusCode = 502;
        response.end('<html>');
      } else {
        response.end(JSON.stringify({ name: '@acme/plugin-hello' }));
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    registry = new HttpRegistryService({
      auth: mockServices.auth({ pluginId: 'lifecycle' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
    });
  });

  afterAll(() => {
    server.close();
  });

  it('asks as its plugin, for one organization, with encoded names', async () => {
    await expect(
      registry.getVersion('acme', '@acme/plugin-hello', '1.0.0'),
    ).resolves.toEqual({ name: '@acme/plugin-hello' });
    const { url, headers } = seen.at(-1) as http.IncomingMessage;
    expect(url).toBe(
      '/api/registry/v1/packages/%40acme%2Fplugin-hello/versions/1.0.0',
    );
    expect(headers['x-sceneshift-organization']).toBe('acme');
    expect(headers.authorization).toContain('plugin:lifecycle');
  });

  it('asks for facts from where it stopped', async () => {
    await registry.listFacts('acme');
    expect(seen.at(-1)?.url).toBe('/api/registry/v1/facts?');
    await registry.listFacts('acme', { cursor: 'a b' });
    expect(seen.at(-1)?.url).toBe('/api/registry/v1/facts?cursor=a+b');
  });

  it('streams artifacts', async () => {
    const stream = await registry.openArtifact(
      'acme',
      'a',
      '1.0.0',
      'sha256-0',
    );
    await expect(text(stream)).resolves.toBe('bytes');
  });

  it('throws the registry’s code, and UNAVAILABLE for any other failure', async () => {
    await expect(registry.getPlugin('acme', 'unknown')).rejects.toMatchObject({
      code: 'PLUGIN_NOT_FOUND',
      message: 'no such plugin',
    });
    await expect(registry.getPlugin('acme', 'broken')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});
