import { once } from 'node:events';
import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { problemErrorHandler } from '@sceneshift/backstage-platform-node';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { Uploads } from './Uploads';

describe('Uploads', () => {
  const directory = createMockDirectory();
  let server: http.Server;

  beforeEach(async () => {
    const uploads = new Uploads({ directory: directory.path, atOnce: 1 });
    const router = PromiseRouter();
    router.put('/', async (request, response) => {
      const body = await uploads.receive(request, 1_000, file =>
        fs.readFile(file, 'utf8'),
      );
      response.send(body);
    });
    router.use(problemErrorHandler({ logger: mockServices.logger.mock() }));
    server = express().use(router).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const begin = () => {
    const { port } = server.address() as AddressInfo;
    const upload = http.request({ port, host: '127.0.0.1', method: 'PUT' });
    const answer = once(upload, 'response') as Promise<[http.IncomingMessage]>;
    upload.write('first half, ');
    return { upload, answer };
  };
  const folders = async () => (await fs.readdir(directory.path)).length;
  const untilStored = async () => {
    while ((await folders()) === 0) await new Promise(setImmediate);
  };

  it('refuses more than it takes at a time, before it reads them', async () => {
    const first = begin();
    await untilStored();

    const second = begin();
    // The second half is never sent: the answer does not wait for it.
    const [refusal] = await second.answer;
    expect(refusal.statusCode).toBe(503);
    expect(refusal.headers['retry-after']).toBe('5');
    const problem = (await refusal.setEncoding('utf8').toArray()).join('');
    expect(JSON.parse(problem).code).toBe('INGEST_BUSY');
    expect(await folders()).toBe(1);
    second.upload.destroy();

    first.upload.end('second half');
    const [{ statusCode }] = await first.answer;
    expect(statusCode).toBe(200);
  });

  it('has room again when an upload breaks off', async () => {
    const first = begin();
    await untilStored();
    first.answer.catch(() => undefined);
    first.upload.destroy();

    const statusOfNext = async () => {
      const { upload, answer } = begin();
      upload.end();
      const [{ statusCode }] = await answer;
      return statusCode;
    };
    // The place is free a moment after the folder is gone.
    let statusCode = await statusOfNext();
    while (statusCode === 503) statusCode = await statusOfNext();
    expect(statusCode).toBe(200);
  });
});
