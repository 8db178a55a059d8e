import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../../script/dev/ports.ts';
import { LifecycleClient } from '../../e2e-tests/src/LifecycleClient.ts';
import { checkout, RunningPortal } from '../../e2e-tests/src/RunningPortal.ts';
import { percentile, SteadyLoad } from '../../e2e-tests/src/SteadyLoad.ts';
import { InstallReport } from './InstallReport.ts';
import { measureWays, type Way } from './measureWays.ts';
import { hostBootsMs, memoryOf, runningHosts } from './RunningHosts.ts';

/**
 * Upgrades one hosted plugin and rolls it back again, while another one answers a constant load. Says how long each change
 * took, how many of the other plugin's requests were lost, what hosts cost, and what the way to them costs.
 *
 *   node benchmarks/install/run.ts [times, default 100] [requests per second, default 100]
 */
const times = Number(process.argv[2] ?? 100);
const rate = Number(process.argv[3] ?? 100);

const report = new InstallReport();
const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-benchmark-'));
fs.chmodSync(data, 0o711);
const port = await findFreePort(17_007);
const portal = await RunningPortal.start({ port, data });
try {
  const key = fs.readFileSync(path.join(data, 'dev-api-key'), 'utf8').trim();
  const lifecycle = new LifecycleClient(portal.url, key);
  await prepare(lifecycle);
  await measureChanges(lifecycle);
  measureHosts();
  await measureProxies(lifecycle);
} finally {
  await portal.stop();
  fs.rmSync(data, { recursive: true, force: true });
}
process.stdout.write(report.toMarkdown());
process.exitCode = report.isAsPromised ? 0 : 1;

function hello(version: string) {
  return {
    pluginId: 'hello',
    packages: { '@demo/plugin-hello-backend': version },
  };
}

async function prepare(lifecycle: LifecycleClient): Promise<void> {
  for (const example of ['echo', 'hello/v1/backend', 'hello/v2/backend'])
    await portal.sceneshift(
      'publish',
      path.join(checkout, 'examples/plugins', example),
      '--toolchain',
      checkout,
    );
  for (const change of [{ pluginId: 'echo' }, hello('1.0.0')]) {
    const { rollout } = await lifecycle.change({
      action: 'install',
      ...change,
    });
    if (rollout.state !== 'serving') throw new Error(JSON.stringify(rollout));
  }
}

/** Each upgrade has a configuration of its own, so that its host has to boot; each way back finds the old host warm. */
async function measureChanges(lifecycle: LifecycleClient): Promise<void> {
  const pid = portal.controlPlanePid;
  const load = new SteadyLoad(`http://127.0.0.1:${port}/api/echo/ping`, rate);
  const booted: number[] = [];
  const warm: number[] = [];
  for (let i = 0; i < times; i++) {
    const { servingGeneration } = await lifecycle.environment();
    const config = { hello: { salutation: `Hello no. ${i},` } };
    const there = { action: 'upgrade', ...hello('2.0.0'), config };
    const back = { action: 'rollback', generation: servingGeneration };
    for (const [change, took] of [
      [there, booted],
      [back, warm],
    ] as const) {
      const { ms, rollout } = await lifecycle.change(change);
      took.push(ms);
      if (rollout.state !== 'serving') report.failed(rollout);
    }
  }
  report.load(await load.stop(), rate);
  report.changes({ booted, warm });
  report.fact(
    'control plane',
    pid === portal.controlPlanePid ? 'the same process' : 'RESTARTED',
    'the same process',
  );
}

function measureHosts(): void {
  const boots = hostBootsMs(data);
  report.fact(
    `host: start → backend started, p50 / p99 of ${boots.length}`,
    `${percentile(boots, 0.5)} / ${percentile(boots, 0.99)} ms`,
  );
  for (const { pluginId, pid, isWarm } of runningHosts(data)) {
    const { rss, pss } = memoryOf(pid);
    report.fact(
      `host of ${pluginId}${isWarm ? ', kept warm' : ''}: RSS / PSS`,
      `${rss.toFixed(0)} / ${pss.toFixed(0)} MB`,
    );
  }
}

async function measureProxies(lifecycle: LifecycleClient): Promise<void> {
  const { replicas } = await lifecycle.environment();
  const front = new URL(replicas[0]!.address);
  const echo = runningHosts(data).find(host => host.pluginId === 'echo');
  const request = { path: '/api/echo/ping' };
  const ways: Way[] = [
    { name: 'host', options: { ...request, socketPath: echo!.socket } },
    {
      name: 'supervisor → host',
      options: { ...request, host: front.hostname, port: front.port },
    },
    {
      name: 'control plane → supervisor → host',
      options: { ...request, host: '127.0.0.1', port },
    },
  ];
  report.ways(await measureWays(ways, 2_000));
}
