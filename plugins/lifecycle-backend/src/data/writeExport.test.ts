import { once } from 'node:events';
import { access, mkdtemp, rm, utimes } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { removeAbandonedFolders, writeExport } from './writeExport';

jest.setTimeout(60_000);

describe('writeExport', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

  it('fails when its connection is cut, and takes nothing else with it', async () => {
    const { client } = await databases.init('POSTGRES_18');
    const { host, port, user, password, database } = client.connectionSettings;
    const cutter = createServer(socket => {
      const server = connect(port, host);
      server.pipe(socket);
      socket.on('data', bytes => {
        if (bytes.includes('BEGIN')) socket.resetAndDestroy();
        else server.write(bytes);
      });
      socket.on('close', () => server.destroy());
    });
    await once(cutter.listen(0, '127.0.0.1'), 'listening');
    const { port: cutting } = cutter.address() as AddressInfo;
    const writing = writeExport(
      { host: '127.0.0.1', port: cutting, user, password, database },
      {},
      async () => undefined,
    );
    await expect(writing).rejects.toThrow('ECONNRESET');
    cutter.close();
  });
});

describe('removeAbandonedFolders', () => {
  it('removes what a killed process has left, and nothing that is being written', async () => {
    const make = () => mkdtemp(join(tmpdir(), 'sceneshift-export-'));
    const [abandoned, present] = [await make(), await make()];
    await utimes(abandoned, 0, 0);
    await removeAbandonedFolders();
    await expect(access(abandoned)).rejects.toThrow('ENOENT');
    await access(present);
    await rm(present, { recursive: true });
  });
});
