import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import { backend, frontend, TestPlanner } from '../__testUtils__/TestPlanner';

const schema = {
  type: 'object',
  required: ['radar'],
  properties: {
    radar: {
      type: 'object',
      required: ['url'],
      properties: {
        url: { type: 'string', visibility: 'frontend' },
        token: { type: 'string', visibility: 'secret' },
        size: { type: 'number' },
      },
    },
  },
};

describe('planned configuration', () => {
  let planner: TestPlanner;

  beforeEach(() => {
    planner = new TestPlanner();
  });

  it('asks for required configuration, and checks what is given', async () => {
    await planner.registry.publish({ ...backend, configSchema: schema });
    const install = (config?: Record<string, unknown>) =>
      ({ action: 'install', pluginId: 'radar', config } as const);
    const empty = await planner.plan(install());
    expect(empty.problems).toMatchObject([
      { code: 'CONFIG_REQUIRED', paths: ['radar'], severity: 'blocking' },
    ]);
    expect(empty.configForms).toMatchObject([
      { pluginId: 'radar', required: ['radar', 'radar.url'] },
    ]);
    expect((await planner.plan(install({ radar: {} }))).problems).toMatchObject(
      [{ code: 'CONFIG_REQUIRED', paths: ['radar.url'] }],
    );
    expect(await planner.codes(install({ radar: { url: 'u' } }))).toEqual([]);
    expect(
      await planner.codes(install({ radar: { url: 'u', size: 'big' } })),
    ).toEqual(['blocking CONFIG_INVALID']);
    expect(
      await planner.codes(install({ radar: { url: 'u' }, backend: { x: 1 } })),
    ).toEqual(['blocking CONFIG_INVALID']);
    expect(
      await planner.codes(install({ radar: { url: 'u' }, other: {} })),
    ).toEqual(['blocking CONFIG_INVALID']);
  });

  it('keeps the configuration that a change does not speak of', async () => {
    await planner.registry.publish({ ...backend, configSchema: schema });
    await planner.registry.publish(frontend);
    const app = { extensions: ['nav-item:radar'] };
    const about = { pluginId: 'radar' };
    const config = { app, radar: { url: 'u' } };
    planner.base = (
      await planner.plan({ action: 'install', ...about, config })
    ).content;
    const configOf = async (change: PlannedChange) =>
      (await planner.plan(change)).content.plugins[0]!.config;
    const radar = { url: 'v' };

    expect(await configOf({ action: 'configure', ...about })).toEqual(config);
    expect(await configOf({ action: 'upgrade', ...about })).toEqual(config);
    for (const action of ['configure', 'upgrade'] as const) {
      const change = { action, ...about, config: { radar } };
      expect(await configOf(change)).toEqual({ app, radar });
    }
    const named = { radar, app: { extensions: [] } };
    expect(
      await configOf({ action: 'configure', ...about, config: named }),
    ).toEqual(named);
  });

  it('takes secrets as references only, and only to what exists', async () => {
    await planner.registry.publish({ ...backend, configSchema: schema });
    const install = (token: unknown) =>
      ({
        action: 'install',
        pluginId: 'radar',
        config: { radar: { url: 'u', token } },
      } as const);
    await expect(planner.plan(install('hunter2'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { paths: ['radar.token'] },
    });
    await expect(planner.plan(install('hunter2'))).rejects.toThrow(
      SceneshiftError,
    );
    expect(await planner.codes(install({ $secret: 'radar' }))).toEqual([
      'blocking SECRET_NOT_FOUND',
    ]);
    planner.secrets.push({ name: 'radar' });
    expect(await planner.codes(install({ $secret: 'radar' }))).toEqual([]);
  });

  it('lets a plugin set its own extensions only', async () => {
    await planner.registry.publish(frontend);
    const install = (...extensions: unknown[]) =>
      ({
        action: 'install',
        pluginId: 'radar',
        config: { app: { extensions } },
      } as const);
    expect(
      await planner.codes(
        install({ 'page:radar': { config: { path: '/r' } } }),
      ),
    ).toEqual([]);
    expect(await planner.codes(install('nav-item:radar/main'))).toEqual([]);
    for (const entry of [
      { 'page:catalog': false },
      { 'page:radar': 5 },
      { 'page:radar': { config: 5 } },
      { 'page:radar': { attachTo: { id: 'root', input: 'app' } } },
      ' page:radar',
    ]) {
      expect(await planner.codes(install(entry))).toEqual([
        'blocking CONFIG_INVALID',
      ]);
    }
  });
});
