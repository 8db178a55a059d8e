import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import { backend, frontend, TestPlanner } from '../__testUtils__/TestPlanner';

describe('planned versions', () => {
  let planner: TestPlanner;

  beforeEach(() => {
    planner = new TestPlanner();
  });

  it('installs the newest installable version of every hosted package', async () => {
    await planner.registry.publish(backend);
    await planner.registry.publish({ ...backend, version: '1.10.0' });
    await planner.registry.publish({ ...backend, version: '1.9.0' });
    await planner.registry.publish({
      ...backend,
      version: '2.0.0',
      installable: false,
    });
    await planner.registry.publish({ ...backend, version: '3.0.0-beta.1' });
    await planner.registry.publish(frontend);
    await planner.registry.publish({
      ...frontend,
      name: 'radar-common',
      role: 'common-library',
    });
    const install = { action: 'install', pluginId: 'radar' } as const;
    expect(await planner.versions(install)).toEqual([
      'radar@1.0.0',
      'radar-backend@1.10.0',
    ]);
    const exact = { ...install, packages: { 'radar-backend': '1.9.0' } };
    expect(await planner.versions(exact)).toEqual([
      'radar@1.0.0',
      'radar-backend@1.9.0',
    ]);
  });

  it('leaves packages that a change does not name', async () => {
    await planner.registry.publish(backend);
    await planner.registry.publish(frontend);
    planner.base = (
      await planner.plan({ action: 'install', pluginId: 'radar' })
    ).content;
    await planner.registry.publish({
      ...backend,
      version: '2.0.0',
      migrations: 'one-way',
    });
    await planner.registry.publish({ ...frontend, version: '2.0.0' });
    const change: PlannedChange = {
      action: 'upgrade',
      pluginId: 'radar',
      packages: { 'radar-backend': 'latest' },
    };
    expect(await planner.versions(change)).toEqual([
      'radar@1.0.0',
      'radar-backend@2.0.0',
    ]);
    const { diff } = await planner.plan(change);
    expect(diff).toMatchObject([
      { kind: 'upgrade', restartsHost: true, migrations: 'one-way' },
    ]);
    expect(
      await planner.versions({ action: 'upgrade', pluginId: 'radar' }),
    ).toEqual(['radar@2.0.0', 'radar-backend@2.0.0']);
  });

  it('does not restart a host for a change of the frontend alone', async () => {
    await planner.registry.publish(backend);
    await planner.registry.publish(frontend);
    planner.base = (
      await planner.plan({ action: 'install', pluginId: 'radar' })
    ).content;
    await planner.registry.publish({ ...frontend, version: '2.0.0' });
    const { diff } = await planner.plan({
      action: 'upgrade',
      pluginId: 'radar',
    });
    expect(diff).toMatchObject([{ kind: 'upgrade', restartsHost: false }]);
  });
});
