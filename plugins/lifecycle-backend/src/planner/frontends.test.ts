import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  FakeRegistryService,
  RELEASE,
  type FakeVersion,
} from '../__testUtils__/FakeRegistryService';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import {
  EMPTY_CONTENT,
  type GenerationContent,
} from '../domain/GenerationContent';
import { NewestVersionPlanner } from './NewestVersionPlanner';

const environment = {
  organizationId: 'demo',
  name: 'development',
  backstageRelease: RELEASE,
} as EnvironmentRecord;

const frontend: FakeVersion = {
  pluginId: 'radar',
  name: 'radar',
  version: '1.0.0',
  role: 'frontend-plugin',
};

describe('a plan with frontends', () => {
  let registry: FakeRegistryService;
  let base: GenerationContent;

  beforeEach(() => {
    registry = new FakeRegistryService();
    base = EMPTY_CONTENT;
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
      secrets: [],
    });
  }

  async function codes(...changes: PlannedChange[]) {
    const { problems } = await plan(...changes);
    return problems.map(({ code, severity }) => `${severity} ${code}`);
  }

  it.each([
    ['react', '^19.0.0', '18.3.1'],
    ['react-router-dom', '^5.3.0', '6.30.1'],
  ])(
    'refuses a frontend that needs another %s',
    async (name, requiredVersion, present) => {
      await registry.publish({
        ...frontend,
        shared: [{ name, requiredVersion }],
      });
      const { problems } = await plan({ action: 'install', pluginId: 'radar' });
      expect(problems).toMatchObject([
        {
          code: 'LINK_FAILED',
          severity: 'blocking',
          message: `radar@1.0.0 needs ${name} ${requiredVersion}, but the portal has ${present}.`,
        },
      ]);
    },
  );

  it.each([
    '/catalog/',
    '/Catalog',
    '/catalog/default/component/x',
    '/catalog?',
    '/radar?/catalog/mine',
    '/radar?/*',
    '/a?'.repeat(40),
    '/:anything',
    '/*',
    '*',
  ])('refuses a page at %s, which is a page of the portal', async route => {
    await registry.publish({ ...frontend, routes: [route] });
    expect(await codes({ action: 'install', pluginId: 'radar' })).toEqual([
      'blocking ROUTE_CONFLICT',
    ]);
  });

  it('takes the path of a page from its configuration, when it has one', async () => {
    await registry.publish({ ...frontend, routes: ['/catalog'] });
    const at = (path: string) =>
      codes({
        action: 'install',
        pluginId: 'radar',
        config: {
          app: { extensions: [{ 'page:radar': { config: { path } } }] },
        },
      });
    expect(await at('/radar')).toEqual([]);
    expect(await at('/catalogue')).toEqual([]);
    expect(await at('/catalog/mine')).toEqual(['blocking ROUTE_CONFLICT']);
  });

  it('refuses two remotes of one federation name, also of two versions', async () => {
    await registry.publish({ ...frontend, federationName: 'same' });
    base = (await plan({ action: 'install', pluginId: 'radar' })).content;
    expect(await codes({ action: 'disable', pluginId: 'radar' })).toEqual([]);
    await registry.publish({
      ...frontend,
      pluginId: 'rival',
      name: 'rival',
      federationName: 'same',
    });
    const { problems } = await plan({ action: 'install', pluginId: 'rival' });
    expect(problems).toMatchObject([
      {
        code: 'REMOTE_INVALID',
        severity: 'blocking',
        message: expect.stringContaining(
          "rival@1.0.0 has the federation name 'same' of radar@1.0.0",
        ),
      },
    ]);
    await registry.publish({
      ...frontend,
      version: '2.0.0',
      federationName: 'same',
      files: { 'remoteEntry.js': 'other' },
    });
    expect(await codes({ action: 'upgrade', pluginId: 'radar' })).toEqual([
      'blocking REMOTE_INVALID',
    ]);
  });
});
