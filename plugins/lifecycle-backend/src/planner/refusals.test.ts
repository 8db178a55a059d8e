import { backend, frontend, TestPlanner } from '../__testUtils__/TestPlanner';

describe('what is refused', () => {
  let planner: TestPlanner;

  beforeEach(() => {
    planner = new TestPlanner();
  });

  it('refuses what belongs to the portal, or to another plugin', async () => {
    await planner.registry.publish({
      ...frontend,
      pluginId: 'catalog',
      name: 'evil',
      routes: ['/evil'],
    });
    expect(
      await planner.codes({ action: 'install', pluginId: 'catalog' }),
    ).toEqual(['blocking PLUGIN_ID_RESERVED']);
    await planner.registry.publish({ ...frontend, routes: ['/catalog'] });
    expect(
      await planner.codes({ action: 'install', pluginId: 'radar' }),
    ).toEqual(['blocking ROUTE_CONFLICT']);
    await planner.registry.publish({ ...frontend, version: '1.0.1' });
    planner.base = (
      await planner.plan({ action: 'install', pluginId: 'radar' })
    ).content;
    await planner.registry.publish({
      ...frontend,
      pluginId: 'rival',
      name: 'rival',
      routes: ['radar/'],
    });
    const { problems } = await planner.plan({
      action: 'install',
      pluginId: 'rival',
    });
    expect(problems).toMatchObject([{ code: 'ROUTE_CONFLICT' }]);
    expect(problems[0]!.message).toContain('/radar');
  });

  it('refuses modules of core plugins and says why', async () => {
    await planner.registry.publish({
      pluginId: 'catalog',
      name: 'catalog-backend-module-x',
      version: '1.0.0',
      role: 'backend-plugin-module',
      extendsPluginId: 'catalog',
    });
    const { problems } = await planner.plan({
      action: 'install',
      pluginId: 'catalog',
    });
    expect(problems.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "catalog-backend-module-x is a module of 'catalog', which is a part of the portal itself. Modules run inside the plugin that they extend, so this one cannot run in a host of its own: it would need a restart of the portal, which Sceneshift does not do.",
      ]
    `);
  });

  it('refuses what hosts cannot load, with the missing names', async () => {
    await planner.registry.publish({
      ...backend,
      imports: {
        '@backstage/backend-plugin-api': ['createBackendPlugin', 'createMagic'],
        '@backstage/plugin-search-backend-node': ['*'],
      },
    });
    const { problems, content } = await planner.plan({
      action: 'install',
      pluginId: 'radar',
    });
    expect(content.plugins).toEqual([]);
    expect(problems.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "radar-backend@1.0.0 imports what hosts of Backstage 1.55.0 do not have: createMagic from @backstage/backend-plugin-api, @backstage/plugin-search-backend-node.",
      ]
    `);
  });

  it('refuses libraries, and packages of other plugins', async () => {
    await planner.registry.publish(backend);
    await planner.registry.publish({
      ...backend,
      name: 'lib',
      role: 'common-library',
    });
    const install = (packages: Record<string, string>) =>
      ({ action: 'install', pluginId: 'radar', packages } as const);
    expect(await planner.codes(install({ lib: 'latest' }))).toEqual([
      'blocking NOT_INSTALLABLE',
    ]);
    expect(await planner.codes(install({ other: '1.0.0' }))).toEqual([
      'blocking PACKAGE_NOT_FOUND',
    ]);
    expect(await planner.codes(install({ 'radar-backend': '9.9.9' }))).toEqual([
      'blocking NOT_INSTALLABLE',
    ]);
    expect(
      await planner.codes({ action: 'disable', pluginId: 'radar' }),
    ).toEqual(['blocking PLUGIN_NOT_INSTALLED']);
  });
});
