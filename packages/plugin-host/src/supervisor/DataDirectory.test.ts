import { spawn } from 'node:child_process';
import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory } from './DataDirectory';
import { identifyProcess } from './processIdentity';

describe('the lock of a data directory', () => {
  let path: string;
  let lock: string;

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'data-'));
    lock = join(path, 'supervisor.lock');
  });
  afterEach(() => rmSync(path, { recursive: true }));

  const holder = () => JSON.parse(readFileSync(lock, 'utf8'));
  const me = () => identifyProcess(process.pid);
  const DEAD = JSON.stringify({ pid: process.pid, startTime: 'before' });

  it.each<[string, () => void]>([
    ['free', () => undefined],
    ['held by one that is dead', () => writeFileSync(lock, DEAD)],
    ['damaged', () => writeFileSync(lock, '{')],
    [
      'left by one with the same pid that was killed while it took it',
      () => {
        writeFileSync(lock, DEAD);
        linkSync(lock, `${lock}.${process.pid}`);
      },
    ],
  ])('is taken when it is %s, and leaves nothing beside it', (_, prepare) => {
    prepare();
    new DataDirectory(path).lock();
    expect(holder()).toEqual(me());
    expect(readdirSync(path)).toEqual(['supervisor.lock']);
  });

  it('is left to one that lives', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 6e4)']);
    const identity = identifyProcess(other.pid!);
    writeFileSync(lock, JSON.stringify(identity));
    expect(() => new DataDirectory(path).lock()).toThrow(
      `is in use by the supervisor with pid ${other.pid}`,
    );
    expect(holder()).toEqual(identity);
    expect(readdirSync(path)).toEqual(['supervisor.lock']);
    other.kill('SIGKILL');
  });

  it('is left to one that takes it between the look and the taking', () => {
    writeFileSync(lock, DEAD);
    const alive = me();
    const parse = JSON.parse;
    const spy = jest.spyOn(JSON, 'parse').mockImplementationOnce(text => {
      // The other one is quicker.
      rmSync(lock);
      writeFileSync(lock, JSON.stringify(alive));
      return parse(text);
    });
    expect(() => new DataDirectory(path).lock()).toThrow('is in use by');
    spy.mockRestore();
    expect(holder()).toEqual(alive);
    expect(readdirSync(path)).toEqual(['supervisor.lock']);
  });
});
