import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { usePortal } from '../testUtils/usePortal';

const BASE = '/api/lifecycle/v1';
const ENVIRONMENT = `${BASE}/environments/development`;

const plan = {
  id: 'p1',
  environment: 'development',
  hash: 'h1',
  baseGeneration: 3,
  diff: [],
  problems: [
    {
      code: 'MIGRATION_ONE_WAY',
      severity: 'warning',
      message: 'The database changes one way.',
      confirm: 'oneWayMigration:hello',
    },
  ],
};

const snapshot = {
  id: 's1',
  environment: 'development',
  pluginId: 'hello',
  kind: 'manual',
  state: 'ready',
  packages: [{ name: '@a/hello', version: '1.0.0' }],
  takenAt: '2026-09-01T12:00:00Z',
  sizeBytes: 8_000_000,
};

describe('the data of plugins', () => {
  const directory = createMockDirectory();
  const { portal, cli, sent } = usePortal(() => directory.path);

  it('is changed one way only when that is confirmed', async () => {
    portal.on(`GET ${BASE}/plans/p1`, { body: plan });
    portal.on(`POST ${ENVIRONMENT}/rollouts`, {
      status: 202,
      body: { id: 'r1', state: 'fetching' },
    });
    const refused = await cli('apply', 'p1');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toBe(
      'CONFIRMATION_REQUIRED: The database changes one way. To go on, add --confirm-one-way\n',
    );
    const applied = await cli('apply', 'p1', '--confirm-one-way');
    expect(applied.exitCode).toBe(0);
    expect(sent(-1)).toEqual({
      planId: 'p1',
      planHash: 'h1',
      confirm: ['oneWayMigration:hello'],
    });
  });

  it('is deleted only when the name of the plugin is given', async () => {
    const [problem] = plan.problems;
    const deletion = {
      ...plan,
      problems: [
        problem,
        {
          code: 'DATA_DELETION',
          severity: 'warning',
          message: 'The data of hello is deleted.',
          confirm: 'deleteData:hello',
        },
      ],
    };
    portal.on(`GET ${BASE}/plans/p1`, { body: deletion });
    portal.on(`POST ${ENVIRONMENT}/rollouts`, {
      status: 202,
      body: { id: 'r1', state: 'fetching' },
    });
    const refused = await cli('apply', 'p1', '--confirm-one-way');
    expect([refused.exitCode, refused.stderr]).toEqual([
      3,
      'CONFIRMATION_REQUIRED: The data of hello is deleted. To go on, add --confirm deleteData:hello\n',
    ]);
    const applied = await cli(
      'apply',
      'p1',
      '--confirm-one-way',
      '--confirm',
      'deleteData:hello',
    );
    expect(applied.exitCode).toBe(0);
    expect(sent(-1).confirm).toEqual([
      'oneWayMigration:hello',
      'deleteData:hello',
    ]);

    portal.on(`POST ${ENVIRONMENT}/plans`, { status: 201, body: deletion });
    const { stdout } = await cli('plan', 'development', 'remove', 'hello');
    expect(stdout).toContain(
      'sceneshift apply p1 --wait --confirm-one-way --confirm deleteData:hello',
    );
  });

  it('says of each package what it does to the data', async () => {
    const backend = { role: 'backend-plugin', from: '1.0.0', to: '2.0.0' };
    const frontend = { ...backend, role: 'frontend-plugin' };
    const diff = [
      {
        pluginId: 'hello',
        kind: 'upgrade',
        packages: [
          { name: '@a/hello', ...frontend },
          { name: '@a/hello-backend', ...backend, migrations: 'one-way' },
        ],
        config: [],
        restartsHost: true,
        migrations: 'one-way',
      },
    ];
    portal.on(`POST ${ENVIRONMENT}/plans`, {
      status: 201,
      body: { ...plan, diff },
    });
    const { stdout } = await cli('plan', 'development', 'upgrade', 'hello');
    expect(stdout).toMatch(/@a\/hello +1\.0\.0 +2\.0\.0 +-\n/);
    expect(stdout).toMatch(/@a\/hello-backend +1\.0\.0 +2\.0\.0 +one-way\n/);
  });

  it.each([
    [['disable'], { action: 'disable', pluginId: 'hello' }],
    [['enable'], { action: 'enable', pluginId: 'hello' }],
    [['remove'], { action: 'remove', pluginId: 'hello' }],
    [
      ['remove', '--delete-data'],
      { action: 'remove', pluginId: 'hello', deleteData: true },
    ],
  ])('is planned for with %j', async ([action = '', ...flags], change) => {
    portal.on(`POST ${ENVIRONMENT}/plans`, {
      status: 201,
      body: { ...plan, problems: [] },
    });
    const { exitCode } = await cli(
      'plan',
      'development',
      action,
      'hello',
      ...flags,
    );
    expect(exitCode).toBe(0);
    expect(sent(-1)).toEqual({ changes: [change] });
  });

  it('says with the plan how to go on', async () => {
    portal.on(`POST ${ENVIRONMENT}/plans`, { status: 201, body: plan });
    const { stdout } = await cli('plan', 'development', 'upgrade', 'hello');
    expect(stdout).toContain('sceneshift apply p1 --wait --confirm-one-way');
  });

  it('is listed, copied, restored and deleted as snapshots', async () => {
    portal.on(`GET ${ENVIRONMENT}/snapshots`, { body: { items: [snapshot] } });
    const list = await cli('snapshots', 'list', 'development');
    expect(list.stdout).toMatch(/s1 +hello +manual +ready .*1\.0\.0 +7\.6 MB/);

    portal.on(`POST ${ENVIRONMENT}/snapshots`, {
      status: 202,
      body: { ...snapshot, state: 'creating' },
    });
    const made = await cli(
      'snapshots',
      'create',
      'development',
      'hello',
      '--wait',
    );
    expect(made.stdout).toBe('snapshot s1 ready\n');

    portal.on(`POST ${ENVIRONMENT}/snapshots/s1/restore`, {
      status: 202,
      body: { id: 'r1', environment: 'development', state: 'fetching' },
    });
    const restore = ['snapshots', 'restore', 'development', 's1'];
    expect((await cli(...restore)).exitCode).toBe(3);
    expect((await cli(...restore, '--confirm')).exitCode).toBe(0);
    expect(sent(-1)).toEqual({ confirm: ['restore:s1'] });

    portal.on(`DELETE ${ENVIRONMENT}/snapshots/s1`, { status: 204 });
    const deleted = await cli('snapshots', 'delete', 'development', 's1');
    expect(deleted.stdout).toBe('deleted s1\n');
  });

  it('says why a snapshot was not made', async () => {
    const creating = { ...snapshot, state: 'creating' };
    const reason = { code: 'INTERNAL', message: 'The disk is full' };
    portal.on(`POST ${ENVIRONMENT}/snapshots`, { status: 202, body: creating });
    portal.on(`GET ${ENVIRONMENT}/snapshots`, {
      body: { items: [{ ...snapshot, state: 'failed', reason }] },
    });
    const { exitCode, stderr } = await cli(
      'snapshots',
      'create',
      'development',
      'hello',
      '--wait',
    );
    expect([exitCode, stderr]).toEqual([1, 'INTERNAL: The disk is full\n']);
  });

  it('is downloaded whole or not at all', async () => {
    const content = { any: 'bytes' };
    const hex = createHash('sha256')
      .update(JSON.stringify(content))
      .digest('hex');
    const item = {
      id: 'e1',
      environment: 'development',
      pluginId: 'hello',
      kind: 'present',
      takenAt: '2026-09-01T12:00:00Z',
      state: 'ready',
      digest: `sha256-${hex}`,
      sizeBytes: 15,
      createdAt: '2026-09-01T12:00:00Z',
      tables: [{ schema: 'public', name: 'people', rows: 2 }],
    };
    portal.on(`GET ${ENVIRONMENT}/exports`, { body: { items: [item] } });
    portal.on(`GET ${ENVIRONMENT}/exports/e1/content`, { body: content });
    const list = await cli('exports', 'list', 'development');
    expect(list.stdout).toMatch(/e1 +hello +ready +present .* 1 +2 +15 B/);
    const saved = await cli('exports', 'download', 'development', 'e1');
    expect(saved.exitCode).toBe(0);
    const file = directory.resolve('development-hello-data.tar.gz');
    expect(await readFile(file, 'utf8')).toBe(JSON.stringify(content));

    directory.clear();
    portal.on(`GET ${ENVIRONMENT}/exports/e1/content`, { body: { other: 1 } });
    const damaged = await cli('exports', 'download', 'development', 'e1');
    expect(damaged.stderr).toContain('ARTIFACT_DIGEST_MISMATCH');
    expect(directory.content()).toEqual({});
  });
});
