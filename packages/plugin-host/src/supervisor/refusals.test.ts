import { eventually } from '../testUtils/eventually';
import { testPlugin } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';

jest.setTimeout(90_000);

const REFUSAL = {
  code: 'REPLICA_ID_IN_USE',
  detail: "Environment 'development' has another supervisor with the id 'test'",
};

describe('a supervisor that is refused', () => {
  const replica = new TestReplica();
  const { controlPlane } = replica;

  beforeAll(async () => {
    await replica.start();
    await replica.serve([testPlugin({ pluginId: 'hello', version: '1.0.0' })], {
      policy: { probationMs: 0 },
    });
  });
  afterAll(() => replica.destroy());

  const pid = async () => (await replica.get('/api/hello/version')).body.pid;
  const mentions = (words: string) =>
    replica.supervisor.output.split(words).length - 1;

  it('says so once, also after the control plane was away, serves on, and goes on when it is let in', async () => {
    const before = await pid();
    await controlPlane.stop();
    await eventually(() =>
      expect(mentions('could not be pulled')).toBeGreaterThan(0),
    );
    controlPlane.refuse(REFUSAL);
    await controlPlane.start();
    await eventually(() => expect(mentions(REFUSAL.detail)).toBe(2));
    expect(mentions('"code":"REPLICA_ID_IN_USE"')).toBe(2);
    await new Promise(resolve => setTimeout(resolve, 6_000));
    expect(mentions(REFUSAL.detail)).toBe(2);
    expect(await pid()).toBe(before);

    const reports = controlPlane.statuses.length;
    controlPlane.refuse(undefined);
    await eventually(() => {
      expect(mentions('is pulled again')).toBe(1);
      expect(controlPlane.statuses.length).toBeGreaterThan(reports);
    });
    expect(await pid()).toBe(before);
  });

  it('is the same directory, started later, after its own death', async () => {
    const [before = ''] = controlPlane.incarnations.slice(-1);
    await replica.supervisor.crash();
    await replica.supervisor.start();
    await eventually(() =>
      expect(controlPlane.incarnations.at(-1)).not.toBe(before),
    );
    const [directory, start] = before.split('.');
    const next = controlPlane.incarnations.at(-1)?.split('.') ?? [];
    expect(next[0]).toBe(directory);
    expect(Number(next[1])).toBeGreaterThan(Number(start));
    await controlPlane.reported(
      ({ incarnation }) => incarnation === next.join('.'),
    );
  });
});
