import { stat } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { makeFolder } from './makeFolder';

describe('makeFolder', () => {
  const directory = createMockDirectory({ content: { file: '' } });

  it('makes what is missing, at once and by several', async () => {
    const folder = directory.resolve('a/b/c');
    await Promise.all([makeFolder(folder), makeFolder(folder)]);
    expect((await stat(folder)).isDirectory()).toBe(true);
    await makeFolder(folder);
  });

  it.each([
    '/proc/x',
    '/proc/x/y',
    directory.resolve('file'),
    directory.resolve('file/x'),
  ])('refuses %s, and names it', async folder => {
    await expect(makeFolder(folder)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(`The folder '${folder}' cannot be made`),
    });
  });
});
