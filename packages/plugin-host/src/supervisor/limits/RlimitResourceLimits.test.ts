import { spawnSync } from 'node:child_process';
import type { HostBudget, ResourceLimits } from './ResourceLimits';
import { PolledResourceLimits } from './PolledResourceLimits';
import { RlimitResourceLimits } from './RlimitResourceLimits';

jest.setTimeout(30_000);

const MAX_MB = 700;

/** Takes Buffers, which no limit of V8's heap counts, until it may have no more; says how many MiB it has got. */
const GREEDY = `
  const held = [];
  while (held.push(Buffer.alloc(1 << 20, 1)) <= ${MAX_MB}) fs.writeSync(1, held.length + '\\n');
`;

function run(
  limits: ResourceLimits,
  script: string,
  budget: HostBudget,
): string {
  const command = [process.execPath, '--max-old-space-size=64', '-e', script];
  const [file = '', ...args] = limits.wrap(command, budget);
  const { stdout } = spawnSync(file, args, { encoding: 'utf8', env: {} });
  return stdout.trim();
}

function taken(limits: ResourceLimits, budget: HostBudget): number {
  return Number(run(limits, GREEDY, budget).split('\n').at(-1));
}

describe('RlimitResourceLimits', () => {
  const limits = RlimitResourceLimits.create(process.execPath);
  const budget = { maxRssMb: 200, ownUser: false };

  it('bounds what V8 does not', () => {
    const unlimited = taken(new PolledResourceLimits(), budget);
    expect(unlimited).toBe(MAX_MB);
    const limited = taken(limits, budget);
    expect(limited).toBeGreaterThan(100);
    expect(limited).toBeLessThan(400);
  });

  it('writes no core, and bounds open files and processes', () => {
    const script = `console.log(fs.readFileSync('/proc/self/limits', 'utf8'))`;
    const own = run(limits, script, { ...budget, ownUser: true });
    expect(own).toMatch(/Max core file size +0 +0 /);
    expect(own).toMatch(/Max open files +4096 +4096 /);
    expect(own).toMatch(/Max processes +1024 +1024 /);
    const same = run(limits, script, budget);
    expect(same).not.toMatch(/Max processes +1024 /);
  });

  it('adds nothing to the environment', () => {
    const script = 'console.log(JSON.stringify(process.env))';
    expect(run(limits, script, budget)).toBe('{}');
  });

  it('is refused where no Node can start within it', () => {
    expect(() => RlimitResourceLimits.create('/nowhere/node')).toThrow();
  });
});
