import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareHostRuntime } from './prepareHostRuntime';

describe('prepareHostRuntime', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'runtime-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function install(
    at: string,
    name: string,
    version: string,
    dependencies: Record<string, string> = {},
  ): string {
    const directory = join(root, at, name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, 'package.json'),
      JSON.stringify({ name, version, dependencies }),
    );
    writeFileSync(join(directory, 'index.js'), '');
    writeFileSync(join(directory, 'index.d.ts'), '');
    return directory;
  }

  function source() {
    const packageDirectory = install('repo/packages', 'host', '1.0.0', {
      a: '1',
      nested: '2',
      '@types/x': '1',
    });
    install('repo/node_modules', 'a', '1.0.0', { b: '1', nested: '1' });
    install('repo/node_modules', 'b', '1.0.0', { a: '1' });
    install('repo/node_modules', 'nested', '1.0.0');
    install('repo/node_modules', 'unneeded', '1.0.0');
    install('repo/packages/host/node_modules', 'nested', '2.0.0');
    const bundle = join(packageDirectory, 'host.cjs.js');
    writeFileSync(bundle, 'bundle');
    return { packageDirectory, bundle };
  }

  it('holds the bundle and what it needs, nested as it was, and nothing else', () => {
    const target = join(root, 'data', 'runtime');
    mkdirSync(target, { recursive: true });
    const runtime = prepareHostRuntime(target, source());
    const at = (path: string) => existsSync(join(runtime.directory, path));
    expect(readdirSync(join(runtime.directory, 'node_modules'))).toEqual([
      'a',
      'b',
      'nested',
    ]);
    expect(at('host/node_modules/nested/index.js')).toBe(true);
    expect(at('node_modules/a/index.d.ts')).toBe(false);
    expect(existsSync(runtime.bundle)).toBe(true);
    expect(existsSync(runtime.hostsDirectory)).toBe(true);
    expect(readdirSync(target)).toEqual([runtime.key]);
  });

  it('is made once, and anew when a package or the bundle changes', () => {
    const target = join(root, 'data', 'runtime');
    mkdirSync(target, { recursive: true });
    const from = source();
    const first = prepareHostRuntime(target, from);
    const second = prepareHostRuntime(target, from);
    expect([first.created, second.created]).toEqual([true, false]);
    install('repo/node_modules', 'b', '1.0.1');
    expect(prepareHostRuntime(target, from).key).not.toBe(first.key);
  });

  it('can be read by others, whatever the modes of the checkout and the mask of the caller', () => {
    const target = join(root, 'data', 'runtime');
    mkdirSync(target, { recursive: true });
    const from = source();
    chmodSync(join(root, 'repo/node_modules/a/index.js'), 0o600);
    const mask = process.umask(0o077);
    const { directory } = prepareHostRuntime(target, from);
    process.umask(mask);
    const mode = (path: string) =>
      statSync(join(directory, path)).mode % 0o1000;
    expect(mode('node_modules/a/index.js')).toBe(0o644);
    expect(mode('node_modules/a')).toBe(0o755);
    expect(mode('.')).toBe(0o755);
  });

  it('says what is missing', () => {
    const from = source();
    rmSync(join(root, 'repo/node_modules/b'), { recursive: true });
    const target = join(root, 'data');
    expect(() => prepareHostRuntime(target, from)).toThrow(
      'a needs b, which is not installed',
    );
  });
});
