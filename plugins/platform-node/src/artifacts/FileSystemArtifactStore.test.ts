import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { artifactStoreContract } from '../testUtils';
import { FileSystemArtifactStore } from './FileSystemArtifactStore';

describe('FileSystemArtifactStore', () => {
  const directory = createMockDirectory();
  const create = async () => {
    directory.clear();
    return FileSystemArtifactStore.create({ directory: directory.path });
  };

  it.each(Object.entries(artifactStoreContract))('%s', async (_, check) => {
    await expect(check(await create())).resolves.toBeUndefined();
  });

  it('notices a blob that was changed on disk', async () => {
    const store = await create();
    const { digest } = await store.put(Readable.from(['original']));
    const hex = digest.slice('sha256-'.length);
    const file = path.join(directory.path, 'blobs', hex.slice(0, 2), hex);
    await fs.writeFile(file, 'tampered');
    await expect(store.verify(digest)).rejects.toMatchObject({
      code: 'ARTIFACT_CORRUPT',
    });
  });

  it('leaves no temporary file behind', async () => {
    const store = await create();
    await store.put(Readable.from(['bytes']));
    await expect(
      fs.readdir(path.join(directory.path, 'incoming')),
    ).resolves.toEqual([]);
  });
});
