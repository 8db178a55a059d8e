import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideNode } from './provideNode';

describe('provideNode', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'provide-node-'));
    chmodSync(directory, 0o755);
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function install(mode: number): string {
    const closed = join(directory, 'home');
    mkdirSync(closed);
    const binary = join(closed, 'node');
    copyFileSync('/bin/true', binary);
    chmodSync(binary, 0o755);
    chmodSync(closed, mode);
    return binary;
  }

  it('uses a binary that everyone can reach as it is', () => {
    const binary = install(0o755);
    expect(provideNode(join(directory, 'runtime'), binary)).toBe(binary);
  });

  it('copies one from a folder that only its owner may enter, once', () => {
    const binary = install(0o700);
    const provided = provideNode(join(directory, 'runtime'), binary);
    expect(provided).not.toBe(binary);
    expect(statSync(provided).mode % 0o1000).toBe(0o755);
    const { ino } = statSync(provided);
    expect(provideNode(join(directory, 'runtime'), binary)).toBe(provided);
    expect(statSync(provided).ino).toBe(ino);
  });
});
