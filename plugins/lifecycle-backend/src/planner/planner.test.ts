import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import {
  EMPTY_CONTENT,
  type GenerationContent,
} from '../domain/GenerationContent';
import {
  FakeRegistryService,
  RELEASE,
  type FakeVersion,
} from '../__testUtils__/FakeRegistryService';
import { NewestVersionPlanner } from './NewestVersionPlanner';

const environment: EnvironmentRecord = {
  id: 'e1',
  organizationId: 'demo',
  name: 'development',
  title: 'Development',
  backstageRelease: RELEASE,
  policy: {} as EnvironmentRecord['policy'],
  sharedConfigHash: '',
  servingGeneration: 0,
  desiredGeneration: 0,
  remotesGeneration: 0,
  revision: '1',
};

const backend: FakeVersion = {
  pluginId: 'radar',
  name: 'radar-backend',
  version: '1.0.0',
  role: 'backend-plugin',
};

const frontend: FakeVersion = {
  pluginId: 'radar',
  name: 'radar',
  version: '1.0.0',
  role: 'frontend-plugin',
};

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

describe('NewestVersionPlanner', () => {
  let registry: FakeRegistryService;
  let base: GenerationContent;
  const secrets: Array<{ name: string }> = [];

  beforeEach(() => {
    registry = new FakeRegistryService();
    base = EMPTY_CONTENT;
    secrets.length = 0;
  });

  function plan(...changes: PlannedChange[]) {
    return new NewestVersionPlanner({
      registry,
      reserved: { pluginIds: ['catalog'], routes: ['/catalog'] },
    }).plan({
      environment,
      base,
      changes,
      contentOf: async () => base,
      secrets,
    });
  }

  async function codes(...changes: PlannedChange[]) {
    const { problems } = await plan(...changes);
    return problems.map(({ code, severity }) => `${severity} ${code}`);
  }

  async function versions(...changes: PlannedChange[]) {
    const { content } = await plan(...changes);
    return content.plugins.flatMap(({ packages }) =>
      packages.map(({ name, version }) => `${name}@${version}`),
    );
  }

  it('installs the newest installable version of every hosted package', async () => {
    await registry.publish(backend);
    await registry.publish({ ...backend, version: '1.10.0' });
    await registry.publish({ ...backend, version: '1.9.0' });
    await registry.publish({
      ...backend,
      version: '2.0.0',
      installable: false,
    });
    await registry.publish({ ...backend, version: '3.0.0-beta.1' });
    await registry.publish(frontend);
    await registry.publish({
      ...frontend,
      name: 'radar-common',
      role: 'common-library',
    });
    const install = { action: 'install', pluginId: 'radar' } as const;
    expect(await versions(install)).toEqual([
      'radar@1.0.0',
      'radar-backend@1.10.0',
    ]);
    const exact = { ...install, packages: { 'radar-backend': '1.9.0' } };
    expect(await versions(exact)).toEqual([
      'radar@1.0.0',
      'radar-backend@1.9.0',
    ]);
  });

  it('leaves packages that a change does not name', async () => {
    await registry.publish(backend);
    await registry.publish(frontend);
    base = (await plan({ action: 'install', pluginId: 'radar' })).content;
    await registry.publish({
      ...backend,
      version: '2.0.0',
      migrations: 'one-way',
    });
    await registry.publish({ ...frontend, version: '2.0.0' });
    const change: PlannedChange = {
      action: 'upgrade',
      pluginId: 'radar',
      packages: { 'radar-backend': 'latest' },
    };
    expect(await versions(change)).toEqual([
      'radar@1.0.0',
      'radar-backend@2.0.0',
    ]);
    const { diff } = await plan(change);
    expect(diff).toMatchObject([
      { kind: 'upgrade', restartsHost: true, migrations: 'one-way' },
    ]);
    expect(await versions({ action: 'upgrade', pluginId: 'radar' })).toEqual([
      'radar@2.0.0',
      'radar-backend@2.0.0',
    ]);
  });

  it('does not restart a host for a change of the frontend alone', async () => {
    await registry.publish(backend);
    await registry.publish(frontend);
    base = (await plan({ action: 'install', pluginId: 'radar' })).content;
    await registry.publish({ ...frontend, version: '2.0.0' });
    const { diff } = await plan({ action: 'upgrade', pluginId: 'radar' });
    expect(diff).toMatchObject([{ kind: 'upgrade', restartsHost: false }]);
  });

  it('asks for required configuration, and checks what is given', async () => {
    await registry.publish({ ...backend, configSchema: schema });
    const install = (config?: Record<string, unknown>) =>
      ({ action: 'install', pluginId: 'radar', config } as const);
    const empty = await plan(install());
    expect(empty.problems).toMatchObject([
      { code: 'CONFIG_REQUIRED', paths: ['radar'], severity: 'blocking' },
    ]);
    expect(empty.configForms).toMatchObject([
      { pluginId: 'radar', required: ['radar', 'radar.url'] },
    ]);
    expect((await plan(install({ radar: {} }))).problems).toMatchObject([
      { code: 'CONFIG_REQUIRED', paths: ['radar.url'] },
    ]);
    expect(await codes(install({ radar: { url: 'u' } }))).toEqual([]);
    expect(await codes(install({ radar: { url: 'u', size: 'big' } }))).toEqual([
      'blocking CONFIG_INVALID',
    ]);
    expect(
      await codes(install({ radar: { url: 'u' }, backend: { x: 1 } })),
    ).toEqual(['blocking CONFIG_INVALID']);
    expect(await codes(install({ radar: { url: 'u' }, other: {} }))).toEqual([
      'blocking CONFIG_INVALID',
    ]);
  });

  it('keeps the configuration that a change does not speak of', async () => {
    await registry.publish({ ...backend, configSchema: schema });
    await registry.publish(frontend);
    const app = { extensions: ['nav-item:radar'] };
    const about = { pluginId: 'radar' };
    const config = { app, radar: { url: 'u' } };
    base = (await plan({ action: 'install', ...about, config })).content;
    const configOf = async (change: PlannedChange) =>
      (await plan(change)).content.plugins[0]!.config;
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
    await registry.publish({ ...backend, configSchema: schema });
    const install = (token: unknown) =>
      ({
        action: 'install',
        pluginId: 'radar',
        config: { radar: { url: 'u', token } },
      } as const);
    await expect(plan(install('hunter2'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { paths: ['radar.token'] },
    });
    await expect(plan(install('hunter2'))).rejects.toThrow(SceneshiftError);
    expect(await codes(install({ $secret: 'radar' }))).toEqual([
      'blocking SECRET_NOT_FOUND',
    ]);
    secrets.push({ name: 'radar' });
    expect(await codes(install({ $secret: 'radar' }))).toEqual([]);
  });

  it('lets a plugin set its own extensions only', async () => {
    await registry.publish(frontend);
    const install = (...extensions: unknown[]) =>
      ({
        action: 'install',
        pluginId: 'radar',
        config: { app: { extensions } },
      } as const);
    expect(
      await codes(install({ 'page:radar': { config: { path: '/r' } } })),
    ).toEqual([]);
    expect(await codes(install('nav-item:radar/main'))).toEqual([]);
    for (const entry of [
      { 'page:catalog': false },
      { 'page:radar': 5 },
      { 'page:radar': { config: 5 } },
      { 'page:radar': { attachTo: { id: 'root', input: 'app' } } },
      ' page:radar',
    ]) {
      expect(await codes(install(entry))).toEqual(['blocking CONFIG_INVALID']);
    }
  });

  it('refuses what belongs to the portal, or to another plugin', async () => {
    await registry.publish({
      ...frontend,
      pluginId: 'catalog',
      name: 'evil',
      routes: ['/evil'],
    });
    expect(await codes({ action: 'install', pluginId: 'catalog' })).toEqual([
      'blocking PLUGIN_ID_RESERVED',
    ]);
    await registry.publish({ ...frontend, routes: ['/catalog'] });
    expect(await codes({ action: 'install', pluginId: 'radar' })).toEqual([
      'blocking ROUTE_CONFLICT',
    ]);
    await registry.publish({ ...frontend, version: '1.0.1' });
    base = (await plan({ action: 'install', pluginId: 'radar' })).content;
    await registry.publish({
      ...frontend,
      pluginId: 'rival',
      name: 'rival',
      routes: ['radar/'],
    });
    const { problems } = await plan({ action: 'install', pluginId: 'rival' });
    expect(problems).toMatchObject([{ code: 'ROUTE_CONFLICT' }]);
    expect(problems[0]!.message).toContain('/radar');
  });

  it('refuses modules of core plugins and says why', async () => {
    await registry.publish({
      pluginId: 'catalog',
      name: 'catalog-backend-module-x',
      version: '1.0.0',
      role: 'backend-plugin-module',
      extendsPluginId: 'catalog',
    });
    const { problems } = await plan({ action: 'install', pluginId: 'catalog' });
    expect(problems.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "catalog-backend-module-x is a module of 'catalog', which is a part of the portal itself. Modules run inside the plugin that they extend, so this one cannot run in a host of its own: it would need a restart of the portal, which Sceneshift does not do.",
      ]
    `);
  });

  it('refuses what hosts cannot load, with the missing names', async () => {
    await registry.publish({
      ...backend,
      imports: {
        '@backstage/backend-plugin-api': ['createBackendPlugin', 'createMagic'],
        '@backstage/plugin-search-backend-node': ['*'],
      },
    });
    const { problems, content } = await plan({
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
    await registry.publish(backend);
    await registry.publish({ ...backend, name: 'lib', role: 'common-library' });
    const install = (packages: Record<string, string>) =>
      ({ action: 'install', pluginId: 'radar', packages } as const);
    expect(await codes(install({ lib: 'latest' }))).toEqual([
      'blocking NOT_INSTALLABLE',
    ]);
    expect(await codes(install({ other: '1.0.0' }))).toEqual([
      'blocking PACKAGE_NOT_FOUND',
    ]);
    expect(await codes(install({ 'radar-backend': '9.9.9' }))).toEqual([
      'blocking NOT_INSTALLABLE',
    ]);
    expect(await codes({ action: 'disable', pluginId: 'radar' })).toEqual([
      'blocking PLUGIN_NOT_INSTALLED',
    ]);
  });
});
