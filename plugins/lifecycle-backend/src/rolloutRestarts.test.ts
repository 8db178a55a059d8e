import { TestLifecycle } from './__testUtils__/TestLifecycle';
import { useHelloLifecycle } from './__testUtils__/useHelloLifecycle';

jest.setTimeout(60_000);

describe('rollouts of a process that ends', () => {
  const used = useHelloLifecycle();

  it('takes over from a process that died while it prepared', async () => {
    const { lifecycle } = used;
    // This process hangs in the middle, and its lease runs out: what others see of a process that was killed.
    jest
      .spyOn(lifecycle.registry, 'openArtifact')
      .mockReturnValueOnce(new Promise(() => undefined));
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    await lifecycle.eventually(() =>
      expect(lifecycle.registry.openArtifact).toHaveBeenCalledTimes(1),
    );
    await lifecycle.db('rollouts').update({ leased_until: new Date(0) });
    const second = await TestLifecycle.start({
      db: lifecycle.db,
      registry: lifecycle.registry,
    });
    await second.untilReleased(id);
    await second.converge();
    const { steps } = await second.until(id, 'serving');
    expect(steps.map(({ state }) => state)).toEqual([
      'fetching',
      'verifying',
      'serving',
      'serving',
    ]);
    await second.stop();
  });

  it('goes on where it was after a restart', async () => {
    const { lifecycle } = used;
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(id);
    await lifecycle.backend.stop();
    const restarted = await TestLifecycle.start({
      db: lifecycle.db,
      registry: lifecycle.registry,
    });
    await restarted.converge();
    const { toGeneration } = await restarted.until(id, 'serving');
    expect(toGeneration).toBe(1);
    await restarted.stop();
  });
});
