import { CrashingReplica } from '../testUtils/CrashingReplica';
import { FAILPOINTS } from './failpoint';

jest.setTimeout(120_000);

describe('a supervisor that is killed in a rollout', () => {
  const replica = new CrashingReplica();

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  it.each(FAILPOINTS.upgrade)(
    'at %s converges to the desired generation',
    async failpoint => {
      const pid = await replica.bystanderPid();
      await replica.restart(failpoint);
      const rolloutId = await replica.upgrade();
      await replica.recover();
      await replica.controlPlane.rolloutState(rolloutId, 'serving');
      expect(await replica.violations(pid)).toEqual([]);
    },
  );
});
