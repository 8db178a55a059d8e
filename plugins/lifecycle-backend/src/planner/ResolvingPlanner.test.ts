import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import { SolvingPlanner } from '../__testUtils__/SolvingPlanner';

describe('ResolvingPlanner', () => {
  let planner: SolvingPlanner;

  beforeEach(async () => {
    planner = await SolvingPlanner.create();
  });

  it('chooses versions together, and brings along what they need', async () => {
    const { versions, problems } = await planner.plan({
      action: 'install',
      pluginId: 'shop',
    });
    expect(versions).toEqual(['hello@1.0.0', 'shop@2.0.0']);
    expect(problems).toEqual([]);
  });

  it('moves another plugin along when a change needs it', async () => {
    await planner.install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '1.0.0' },
    });
    const { versions } = await planner.plan({
      action: 'install',
      pluginId: 'shop',
      packages: { shop: '1.0.0' },
    });
    expect(versions).toEqual(['hello@2.0.0', 'shop@1.0.0']);
  });

  it('keeps a prerelease that is installed, whatever else changes', async () => {
    await planner.install({
      action: 'install',
      pluginId: 'hello',
      packages: { hello: '3.0.0-rc.1' },
    });
    const lone: PlannedChange = { action: 'install', pluginId: 'lone' };
    const { versions, problems } = await planner.plan(lone);
    expect(problems).toEqual([]);
    expect(versions).toEqual(['hello@3.0.0-rc.1', 'lone@1.0.0']);

    const upgrade = await planner.plan({
      action: 'upgrade',
      pluginId: 'hello',
    });
    expect(upgrade.versions).toEqual(['hello@3.0.0-rc.1']);
  });

  it('lets a reader go back on purpose, and asks nothing for a rollback', async () => {
    await planner.install({ action: 'install', pluginId: 'hello' });
    const { versions } = await planner.plan({
      action: 'upgrade',
      pluginId: 'hello',
      packages: { hello: '1.0.0' },
    });
    expect(versions).toEqual(['hello@1.0.0']);
    planner.asked.length = 0;
    await planner.plan({ action: 'rollback', generation: 1 });
    expect(planner.asked).toEqual([]);
  });

  it('says so when the resolver does not answer, and plans on', async () => {
    const away = async () => {
      throw new SceneshiftError('UNAVAILABLE', 'The resolver is away');
    };
    planner.resolver = { resolve: away, impact: away };
    const { versions, problems } = await planner.plan({
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
