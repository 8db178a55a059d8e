/**
 * Kills processes of a portal, again and again, and looks after each time whether everything is as it should be.
 *
 *   node e2e-tests/chaos/main.ts [--kills 20] [--seed 1] [--postgres URL] [--every-failpoint]
 */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { ChaosReport } from './ChaosReport.ts';
import { ChaosWorld } from './ChaosWorld.ts';
import { KillPlan, type Kill } from './KillPlan.ts';
import { Random } from './Random.ts';
import { Round } from './Round.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    postgres: {
      type: 'string',
      default: process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING,
    },
    /** A failpoint that was never reached fails the run. */
    'every-failpoint': { type: 'boolean', default: false },
  },
});
if (!values.postgres)
  throw new Error('--postgres is missing: a superuser of a PostgreSQL');
const wanted = Number(values.kills);
const seed = Number(values.seed);

/** From here on a second supervisor serves the environment, too. */
const SHARE_WITH_ONE_REPLICA = 0.6;
/** What is broken stays broken: more would say no more. */
const MOST_FAILURES = 3;

function describe(kill: Kill): string {
  const what =
    kill.at === 'failpoint'
      ? kill.failpoint.name
      : `${kill.victim} after ${kill.delayMs} ms`;
  return `${what} (${kill.change} of ${kill.pluginId})`;
}

async function run(world: ChaosWorld, report: ChaosReport): Promise<void> {
  const random = new Random(seed);
  const plan = new KillPlan(random);
  world.loadFront(world.replicas[0]!);
  while (report.kills < wanted && report.failures.length < MOST_FAILURES) {
    const wantsSecond = report.kills >= wanted * SHARE_WITH_ONE_REPLICA;
    if (wantsSecond && world.replicas.length === 1) await world.addReplica('b');
    const kill = plan.next(world.replicas.length);
    const started = Date.now();
    try {
      await new Round(world, kill, random, report).run();
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      process.stdout.write(`✓ ${describe(kill)} ${seconds} s\n`);
    } catch (error) {
      const { stack } = error as Error;
      report.failures.push(`${describe(kill)}: ${stack}`);
      process.stdout.write(`✗ ${describe(kill)}\n  ${stack}\n`);
    }
  }
}

const report = new ChaosReport(seed);
const world = await ChaosWorld.start(values.postgres);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    // Who interrupts a run does not want its processes to stay.
    void world.stop().finally(() => process.exit(130));
  });
try {
  await run(world, report);
} finally {
  await world.stop();
}
process.stdout.write(`\n${report.toMarkdown()}\n\n${report.write()}\n`);
if (report.failures.length)
  process.stdout.write(`What they left is in ${world.directory}\n`);
else fs.rmSync(world.directory, { recursive: true, force: true });
const unreached = values['every-failpoint'] ? report.neverReached : [];
for (const name of unreached)
  process.stdout.write(`✗ ${name} was never reached\n`);
const failed = report.failures.length + unreached.length;
const passed = report.kills - report.failures.length;
process.stdout.write(`${passed} passed, ${failed} failed, 0 skipped\n`);
process.exitCode = failed ? 1 : 0;
