import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ArtifactStore, BlobInfo } from '../artifacts/ArtifactStore';

const bytes = Buffer.from('sceneshift '.repeat(1_000));
const digest = `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
const absent = `sha256-${'0'.repeat(64)}`;

const put = (store: ArtifactStore) => store.put(Readable.from([bytes]));

/**
 * What every {@link ArtifactStore} must do, starting empty: run it with
 * `it.each(Object.entries(artifactStoreContract))`.
 *
 * @public
 */
export const artifactStoreContract: Record<
  string,
  (store: ArtifactStore) => Promise<void>
> = {
  'gives back what was put, whole or a range of it': async store => {
    await expect(put(store)).resolves.toEqual({ digest, size: bytes.length });
    await expect(buffer(await store.open(digest))).resolves.toEqual(bytes);
    const part = await store.open(digest, { start: 11, end: 20 });
    await expect(buffer(part)).resolves.toEqual(bytes.subarray(11, 21));
  },

  'takes the same bytes twice, also at once': async store => {
    await Promise.all([put(store), put(store), put(store)]);
    await expect(store.verify(digest)).resolves.toBeUndefined();
    expect((await toArray(store)).map(info => info.digest)).toEqual([digest]);
  },

  'keeps nothing of a stream that fails': async store => {
    const failing = Readable.from(
      (async function* chunks() {
        yield bytes;
        throw new Error('connection lost');
      })(),
    );
    await expect(store.put(failing)).rejects.toThrow('connection lost');
    expect(await toArray(store)).toEqual([]);
  },

  'keeps nothing of a stream that is too long or not the expected one':
    async store => {
      await expect(
        store.put(Readable.from([bytes]), { maxBytes: 100 }),
      ).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
      await expect(
        store.put(Readable.from([bytes]), { expected: absent }),
      ).rejects.toMatchObject({ code: 'ARTIFACT_DIGEST_MISMATCH' });
      expect(await toArray(store)).toEqual([]);
    },

  'answers for unknown digests, also for ones that are none': async store => {
    await expect(store.stat(absent)).resolves.toBeUndefined();
    for (const unknown of [absent, '../../etc/passwd']) {
      await expect(store.open(unknown)).rejects.toMatchObject({
        code: 'ARTIFACT_NOT_FOUND',
      });
    }
  },

  'deletes, also what is gone': async store => {
    await put(store);
    await store.delete(digest);
    await store.delete(digest);
    await expect(store.stat(digest)).resolves.toBeUndefined();
  },
};

async function toArray(store: ArtifactStore): Promise<BlobInfo[]> {
  const found: BlobInfo[] = [];
  for await (const info of store.list()) found.push(info);
  return found;
}
