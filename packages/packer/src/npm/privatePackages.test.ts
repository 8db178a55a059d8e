import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { listFiles } from '../artifact/writeTarball';
import type { LockPackages } from './lockfile';
import {
  copyPackages,
  findHostUsers,
  findPrivatePackages,
} from './privatePackages';

const isHost = (name: string) => name.startsWith('@backstage/');

const lock: LockPackages = {
  '': { dependencies: { a: '1', '@backstage/x': '1', '@types/node': '1' } },
  'node_modules/a': { dependencies: { b: '1' }, peerDependencies: { c: '1' } },
  'node_modules/a/node_modules/b': { dependencies: { '@backstage/x': '1' } },
  'node_modules/b': {},
  'node_modules/c': { optionalDependencies: { absent: '1' } },
  'node_modules/@types/node': {},
  'node_modules/@backstage/x': { dependencies: { huge: '1' } },
  'node_modules/huge': {},
  'node_modules/linked': { link: true },
};

describe('findPrivatePackages', () => {
  it('keeps what the plugin reaches by itself and drops the host, its tree, and types', () => {
    expect(findPrivatePackages(lock, isHost)).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/c',
    ]);
  });
});

describe('findHostUsers', () => {
  it('names packages from which the host can be reached, at any depth', () => {
    const paths = findPrivatePackages(lock, isHost);
    expect([...findHostUsers(lock, paths, isHost)].sort()).toEqual(['a', 'b']);
  });
});

describe('copyPackages', () => {
  const directory = createMockDirectory();

  it('leaves links, maps, declarations and nested packages behind', async () => {
    directory.setContent({
      'from/node_modules/a/index.js': '',
      'from/node_modules/a/index.js.map': '',
      'from/node_modules/a/index.d.ts': '',
      'from/node_modules/a/node_modules/b/index.js': '',
    });
    const from = directory.resolve('from');
    await symlink('/etc/passwd', join(from, 'node_modules/a/link'));
    await copyPackages(from, directory.resolve('to'), ['node_modules/a']);
    expect(await listFiles(directory.resolve('to'))).toEqual([
      'node_modules/a/index.js',
    ]);
    expect(existsSync(directory.resolve('to/node_modules/a/link'))).toBe(false);
  });
});
