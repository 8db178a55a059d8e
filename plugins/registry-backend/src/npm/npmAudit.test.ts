import fs from 'node:fs/promises';
import path from 'node:path';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { NpmClient, npmrc } from '../__testUtils__/NpmClient';
import { backendPackage } from '../__testUtils__/packages';
import { RegistryClient } from '../__testUtils__/RegistryClient';
import {
  startRegistry,
  type TestRegistry,
} from '../__testUtils__/startRegistry';

jest.setTimeout(120_000);

const NAME = '@acme/plugin-hello-backend';

describe('npm, unmodified, with yanked and vulnerable versions', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const work = createMockDirectory();
  let registry: TestRegistry;
  let client: NpmClient;
  let rest: RegistryClient;
  const npm = (cwd: string, ...args: string[]) => client.run(cwd, ...args);

  beforeAll(async () => {
    const database = await databases.init('POSTGRES_18');
    registry = await startRegistry({ database, artifacts: artifacts.path });
    const key = await registry.createKey('publish');
    rest = new RegistryClient(registry, key);
    client = new NpmClient({
      command: ['npm'],
      directory: work.path,
      settings: { '.npmrc': npmrc(registry.baseUrl, key) },
    });
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
      const overrides = { version, dependencies: {} };
      const folder = await client.plugin(backendPackage(overrides));
      await npm(folder, 'publish');
    }
  });

  afterAll(() => registry.stop());

  const app = (name: string, range: string) =>
    client.project(name, {
      'package.json': JSON.stringify({
        name,
        private: true,
        dependencies: { [NAME]: range },
      }),
    });
  const versionIn = async (folder: string) => {
    const file = path.join(folder, 'node_modules', NAME, 'package.json');
    return JSON.parse(await fs.readFile(file, 'utf8')).version;
  };
  const install = async (name: string, range: string) => {
    const folder = await app(name, range);
    expect(await npm(folder, 'install')).toMatchObject({ code: 0 });
    return versionIn(folder);
  };
  const yank = `/packages/${encodeURIComponent(NAME)}/versions/1.2.0/yank`;

  it('passes a yanked version over for ranges and latest, and installs it for locks and by name', async () => {
    const locked = await app('locked', '^1.0.0');
    await npm(locked, 'install');
    expect(await versionIn(locked)).toBe('1.2.0');
    await rest.put(yank, { reason: 'loses data' });

    await fs.rm(path.join(locked, 'node_modules'), { recursive: true });
    expect(await npm(locked, 'ci')).toMatchObject({ code: 0 });
    expect(await versionIn(locked)).toBe('1.2.0');
    expect(await install('exact', '1.2.0')).toBe('1.2.0');

    expect(await install('caret', '^1.0.0')).toBe('1.1.0');
    expect(await install('tag', 'latest')).toBe('1.1.0');
    const shown = await npm(locked, 'view', `${NAME}@1.2.0`, 'deprecated');
    expect(shown.out.trim()).toBe('yanked: loses data');
  });

  it('lifts a yank, also after npm has sent all deprecations back', async () => {
    const folder = await app('deprecating', '*');
    const old = await npm(folder, 'deprecate', `${NAME}@1.0.0`, 'too old');
    expect(old.code).toBe(0);
    await rest.delete(yank);
    const shown = await npm(folder, 'view', `${NAME}@1.2.0`, 'deprecated');
    expect(shown.out.trim()).toBe('');
    expect(await install('again', '^1.0.0')).toBe('1.2.0');
  });

  it('audits against the advisories that are recorded, and fixes what it finds', async () => {
    const pinned = await app('pinned', '1.0.0');
    await npm(pinned, 'install');
    expect((await npm(pinned, 'audit')).out).toContain(
      'found 0 vulnerabilities',
    );

    await rest.post('/advisories', {
      id: 'ACME-2026-1',
      packageName: NAME,
      range: '<1.1.0',
      severity: 'high',
      title: 'Anyone may read everything',
    });
    const audit = await npm(pinned, 'audit', '--json');
    expect(audit.code).toBe(1);
    expect(JSON.parse(audit.out)).toMatchObject({
      metadata: { vulnerabilities: { high: 1, total: 1 } },
      vulnerabilities: {
        [NAME]: {
          severity: 'high',
          via: [
            {
              title: 'Anyone may read everything (ACME-2026-1)',
              url: `${registry.baseUrl}/api/registry/v1/advisories/ACME-2026-1`,
            },
          ],
        },
      },
    });
    const fixed = await npm(pinned, 'audit', 'fix', '--force');
    expect(fixed.code).toBe(0);
    expect(await versionIn(pinned)).toBe('1.2.0');

    await rest.delete('/advisories/ACME-2026-1');
    const again = await app('pinned-again', '1.0.0');
    await npm(again, 'install');
    expect((await npm(again, 'audit')).code).toBe(0);
  });
});
