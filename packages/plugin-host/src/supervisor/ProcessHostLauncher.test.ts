import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostSpec } from '../protocol/hostSpec';
import type { HostLedger } from './HostLedger';
import { PolledResourceLimits } from './limits/PolledResourceLimits';
import { ProcessHostLauncher } from './ProcessHostLauncher';
import { identifyProcess } from './processIdentity';

/** Tells which process was started. */
class WatchedLimits extends PolledResourceLimits {
  pid = 0;
  released?: string;

  confine(_hostId?: string, pid = 0): void {
    this.pid = pid;
  }

  release(hostId?: string): void {
    this.released = hostId;
  }
}

describe('ProcessHostLauncher', () => {
  const directory = mkdtempSync(join(tmpdir(), 'launcher-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('leaves no process behind that could not be put on record', async () => {
    const bundle = join(directory, 'host.cjs');
    writeFileSync(bundle, 'process.stdin.resume();');
    // As with a full disk, the record cannot be written.
    mkdirSync(join(directory, 'process.json'));
    const limits = new WatchedLimits();
    const launcher = new ProcessHostLauncher({
      limits,
      ledger: {} as HostLedger,
      nodePath: process.execPath,
    });
    const launched = launcher.launch({
      spec: { pluginId: 'hello' } as HostSpec,
      place: {
        hostId: 'a',
        directory,
        socketDirectory: directory,
        runtimeDirectory: directory,
        bundle,
      },
      specDigest: 'x',
      maxOldSpaceMb: 64,
      budget: { maxRssMb: 256, ownUser: false },
      secrets: [],
    });
    await expect(launched).rejects.toThrow('EISDIR');
    expect(limits.pid).toBeGreaterThan(0);
    expect(identifyProcess(limits.pid)).toBeUndefined();
    expect(limits.released).toBe('a');
  });
});
