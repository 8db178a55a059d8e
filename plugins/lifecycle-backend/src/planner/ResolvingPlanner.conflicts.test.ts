import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import { SolvingPlanner } from '../__testUtils__/SolvingPlanner';

describe('ResolvingPlanner, where versions do not go together', () => {
  let planner: SolvingPlanner;

  beforeEach(async () => {
    planner = await SolvingPlanner.create();
  });

  it('asks under the policy of the environment, and tells what was accepted there', async () => {
    const leaky: PlannedChange = { action: 'install', pluginId: 'leaky' };
    const refused = await planner.plan(leaky);
    expect(planner.environments.at(-1)).toBe('development');
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
    planner.policy = { acceptAdvisories: [accepted], asOf: '2026-11-21' };
    expect((await planner.plan(leaky)).problems).toEqual([
      {
        code: 'KNOWN_ADVISORY',
        severity: 'warning',
        packageName: 'leaky',
        message:
          'leaky 1.0.0 has the advisory ACME-1 (high), accepted until 2026-12-24T00:00:00.000Z because it is behind a proxy',
      },
    ]);
  });

  it('explains a conflict, with fixes that can be planned', async () => {
    await planner.install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '2.0.0' },
    });
    const { problems } = await planner.plan({
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
    await planner.install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '2.0.0' },
    });
    const wanted: PlannedChange = {
      action: 'install',
      pluginId: 'shop',
      packages: { shop: '2.0.0' },
    };
    const { problems } = await planner.plan(wanted);
    const fixes = problems.flatMap(problem => problem.fixes ?? []);
    const downgrade = fixes.find(
      ({ description }) => description === 'Allow downgrades',
    );
    expect(downgrade?.changes).toEqual([
      wanted,
      { action: 'upgrade', pluginId: 'hello', packages: { hello: '1.0.0' } },
    ]);
    const again = await planner.plan(...(downgrade?.changes ?? []));
    expect(again.versions).toEqual(['hello@1.0.0', 'shop@2.0.0']);
    expect(again.problems).toEqual([]);
  });

  it('refuses to remove what others need', async () => {
    await planner.install({ action: 'install', pluginId: 'shop' });
    const { problems } = await planner.plan({
      action: 'remove',
      pluginId: 'hello',
    });
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
});
