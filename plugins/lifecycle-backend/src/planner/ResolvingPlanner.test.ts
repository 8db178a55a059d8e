import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  type PackageFacts,
  resolve,
  type ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { ResolverService } from '@sceneshift/backstage-plugin-resolver-node';
import { FakeRegistryService } from '../__testUtils__/FakeRegistryService';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import {
  EMPTY_CONTENT,
  type GenerationContent,
} from '../domain/GenerationContent';
import { NewestVersionPlanner } from './NewestVersionPlanner';
import { ResolvingPlanner } from './ResolvingPlanner';

const environment = {
  organizationId: 'demo',
  name: 'development',
  backstageRelease: '1.55.0',
} as EnvironmentRecord;

/** The shop of version 2 needs the hello of version 1. */
const FACTS: PackageFacts = {
  hello: { '1.0.0': {}, '2.0.0': {}, '3.0.0-rc.1': {} },
  leaky: { '1.0.0': { advisories: [{ id: 'ACME-1', severity: 'high' }] } },
  lone: { '1.0.0': {} },
  shop: {
    '1.0.0': { dependencies: { hello: '^2.0.0' } },
    '2.0.0': { dependencies: { hello: '^1.0.0' } },
  },
};

describe('ResolvingPlanner', () => {
  const registry = new FakeRegistryService();
  const asked: ResolveRequest[] = [];
  const environments: Array<string | undefined> = [];
  /** What the resolver's policy for the environment says. */
  let policy: ResolveRequest['options'];
  let resolver: ResolverService;
  let base: GenerationContent;

  beforeAll(async () => {
    for (const [name, versions] of Object.entries(FACTS)) {
      for (const version of Object.keys(versions)) {
        await registry.publish({
          name,
          version,
          pluginId: name,
          role: 'backend-plugin',
        });
      }
    }
  });

  beforeEach(() => {
    base = EMPTY_CONTENT;
    asked.length = 0;
    policy = {};
    resolver = {
      resolve: async (_organization, request, { environment: of } = {}) => {
        const { backstageRelease: _, ...rest } = request;
        asked.push(rest);
        environments.push(of);
        const options = { ...policy, ...rest.options };
        return resolve({ ...rest, options, packages: FACTS });
      },
      impact: async (_organization, { remove, installed = {} }) => {
        const isBroken = remove.includes('hello') && 'shop' in installed;
        const reason = 'shop 2.0.0 needs hello';
        const shop = { name: 'shop', version: '2.0.0', path: [], reason };
        return {
          remove,
          breaks: isBroken ? [shop] : [],
          weakens: [],
          summary: 'Without hello, 1 installed package stops working: shop',
        };
      },
    };
  });

  async function plan(...changes: PlannedChange[]) {
    const reserved = { pluginIds: ['catalog'], routes: [] };
    const next = new NewestVersionPlanner({ registry, reserved });
    const planner = new ResolvingPlanner({ resolver, registry, next });
    const proposal = await planner.plan({
      environment,
      base,
      changes,
      contentOf: async () => base,
      secrets: [],
    });
    const versions = proposal.content.plugins.flatMap(({ packages }) =>
      packages.map(({ name, version }) => `${name}@${version}`),
    );
    return { ...proposal, versions };
  }

  async function install(...changes: PlannedChange[]) {
    base = (await plan(...changes)).content;
  }

  it('chooses versions together, and brings along what they need', async () => {
    const { versions, problems } = await plan({
      action: 'install',
      pluginId: 'shop',
    });
    expect(versions).toEqual(['hello@1.0.0', 'shop@2.0.0']);
    expect(problems).toEqual([]);
  });

  it('asks under the policy of the environment, and tells what was accepted there', async () => {
    const leaky: PlannedChange = { action: 'install', pluginId: 'leaky' };
    const refused = await plan(leaky);
    expect(environments.at(-1)).toBe('development');
    expect(refused.problems).toMatchObject([
      {
        code: 'VERSIONS_CONFLICT',
        fixes: [
          {
            description: expect.stringContaining(
              'sceneshift advisory accept ACME-1 --package leaky',
            ),
          },
          { description: 'Do without leaky' },
        ],
      },
    ]);
    const accepted = {
      ...{ id: 'ACME-1', package: 'leaky', reason: 'it is behind a proxy' },
      until: '2026-12-24T00:00:00.000Z',
    };
    policy = { acceptAdvisories: [accepted], asOf: '2026-11-21' };
    expect((await plan(leaky)).problems).toEqual([
      {
        code: 'KNOWN_ADVISORY',
        severity: 'warning',
        packageName: 'leaky',
        message:
          'leaky 1.0.0 has the advisory ACME-1 (high), accepted until 2026-12-24T00:00:00.000Z because it is behind a proxy',
      },
    ]);
  });

  it('moves another plugin along when a change needs it', async () => {
    await install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '1.0.0' },
    });
    const { versions } = await plan({
      action: 'install',
      pluginId: 'shop',
      packages: { shop: '1.0.0' },
    });
    expect(versions).toEqual(['hello@2.0.0', 'shop@1.0.0']);
  });

  it('keeps a prerelease that is installed, whatever else changes', async () => {
    await install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '3.0.0-rc.1' },
    });
    const lone: PlannedChange = { action: 'install', pluginId: 'lone' };
    const { versions, problems } = await plan(lone);
    expect(problems).toEqual([]);
    expect(versions).toEqual(['hello@3.0.0-rc.1', 'lone@1.0.0']);

    const upgrade = await plan({ action: 'upgrade', pluginId: 'hello' });
    expect(upgrade.versions).toEqual(['hello@3.0.0-rc.1']);
  });

  it('explains a conflict, with fixes that can be planned', async () => {
    await install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '2.0.0' },
    });
    const { problems } = await plan({
      action: 'install',
      pluginId: 'shop',
      packages: { shop: '2.0.0' },
    });
    expect(problems).toMatchObject([
      {
        code: 'VERSIONS_CONFLICT',
        severity: 'blocking',
        explanation: expect.stringContaining(
          'shop 2.0.0 requires hello ^1.0.0',
        ),
      },
    ]);
    expect(problems[0]?.fixes).toContainEqual({
      description: 'Choose shop 1.0.0 instead of 2.0.0',
      changes: [
        { action: 'install', pluginId: 'shop', packages: { shop: '1.0.0' } },
      ],
    });
  });

  it('offers to go back with another plugin, or to do without it, as changes', async () => {
    await install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '2.0.0' },
    });
    const wanted: PlannedChange = {
      action: 'install',
      pluginId: 'shop',
      packages: { shop: '2.0.0' },
    };
    const { problems } = await plan(wanted);
    const fixes = problems.flatMap(problem => problem.fixes ?? []);
    const downgrade = fixes.find(
      ({ description }) => description === 'Allow downgrades',
    );
    expect(downgrade?.changes).toEqual([
      wanted,
      { action: 'upgrade', pluginId: 'hello', packages: { hello: '1.0.0' } },
    ]);
    const again = await plan(...(downgrade?.changes ?? []));
    expect(again.versions).toEqual(['hello@1.0.0', 'shop@2.0.0']);
    expect(again.problems).toEqual([]);
  });

  it('refuses to remove what others need', async () => {
    await install({ action: 'install', pluginId: 'shop' });
    const { problems } = await plan({ action: 'remove', pluginId: 'hello' });
    expect(problems).toEqual([
      {
        code: 'VERSIONS_CONFLICT',
        severity: 'blocking',
        message: 'Without hello, 1 installed package stops working: shop.',
        explanation: 'shop 2.0.0 needs hello',
        fixes: [
          {
            description: 'Remove shop too',
            changes: [
              { action: 'remove', pluginId: 'hello' },
              { action: 'remove', pluginId: 'shop' },
            ],
          },
        ],
      },
    ]);
  });

  it('lets a reader go back on purpose, and asks nothing for a rollback', async () => {
    await install({ action: 'install', pluginId: 'hello' });
    const { versions } = await plan({
      action: 'upgrade',
      pluginId: 'hello',
      packages: { hello: '1.0.0' },
    });
    expect(versions).toEqual(['hello@1.0.0']);
    asked.length = 0;
    await plan({ action: 'rollback', generation: 1 });
    expect(asked).toEqual([]);
  });

  it('says so when the resolver does not answer, and plans on', async () => {
    const away = async () => {
      throw new SceneshiftError('UNAVAILABLE', 'The resolver is away');
    };
    resolver = { resolve: away, impact: away };
    const { versions, problems } = await plan({
      action: 'install',
      pluginId: 'hello',
    });
    expect(versions).toEqual(['hello@2.0.0']);
    expect(problems).toMatchObject([
      {
        code: 'UNAVAILABLE',
        severity: 'warning',
        message: expect.stringContaining('The resolver is away'),
      },
    ]);
  });
});
