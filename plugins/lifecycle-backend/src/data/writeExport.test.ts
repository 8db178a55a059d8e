import { access, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandonedFolders } from './writeExport';

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
