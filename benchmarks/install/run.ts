import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../../script/dev/ports.ts';
import { checkout, RunningPortal } from '../../e2e-tests/src/RunningPortal.ts';
import { LifecycleClient } from '../../e2e-tests/src/LifecycleClient.ts';
import {
  percentile,
  SteadyLoad,
  type LoadResult,
} from '../../e2e-tests/src/SteadyLoad.ts';

/**
 * Upgrades one hosted plugin and rolls it back again, while another one answers a constant load. Says how long each change
 * took, how many of the other plugin's requests were lost, and whether the control plane stayed the same process.
 *
 *   node benchmarks/install/run.ts [changes, default 100] [requests per second, default 100]
 */
const changes = Number(process.argv[2] ?? 100);
const rate = Number(process.argv[3] ?? 100);

const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-benchmark-'));
fs.chmodSync(data, 0o711);
const port = await findFreePort(17_007);
const portal = await RunningPortal.start({ port, data });
try {
  for (const example of ['echo', 'hello/v1/backend', 'hello/v2/backend'])
    await portal.sceneshift(
      'publish',
      path.join(checkout, 'examples/plugins', example),
      '--toolchain',
      checkout,
    );
  const key = fs.readFileSync(path.join(data, 'dev-api-key'), 'utf8').trim();
  const lifecycle = new LifecycleClient(portal.url, key);
  const backend = (version: string) => ({
    pluginId: 'hello',
    packages: { '@demo/plugin-hello-backend': version },
  });
  await lifecycle.change({
    action: 'install',
    pluginId: 'echo',
  });
  await lifecycle.change({
    action: 'install',
    ...backend('1.0.0'),
  });

  const pid = portal.controlPlanePid;
  const load = new SteadyLoad(`http://127.0.0.1:${port}/api/echo/ping`, rate);
  const durations: number[] = [];
  const failures: unknown[] = [];
  for (let i = 0; i < changes; i++) {
    const version = i % 2 === 0 ? '2.0.0' : '1.0.0';
    const outcome = await lifecycle.change({
      action: 'upgrade',
      ...backend(version),
    });
    durations.push(outcome.ms);
    if (outcome.rollout.state !== 'serving') failures.push(outcome);
  }
  report(
    durations,
    failures,
    await load.stop(),
    pid === portal.controlPlanePid,
  );
} finally {
  await portal.stop();
  fs.rmSync(data, { recursive: true, force: true });
}

function report(
  durations: number[],
  failures: unknown[],
  load: LoadResult,
  samePid: boolean,
): void {
  const lost = [...load.lost.values()].reduce((sum, count) => sum + count, 0);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const rows = [
    [
      'changes (upgrade, back, …)',
      `${durations.length}, ${failures.length} failed`,
      '0 failed',
    ],
    ['accepted → serving, p50', seconds(percentile(durations, 0.5)), '≤ 3 s'],
    ['accepted → serving, p99', seconds(percentile(durations, 0.99)), '≤ 10 s'],
    ['requests to the other plugin', `${load.sent} at ${rate}/s`, ''],
    [
      '… lost',
      `${lost} ${[...load.lost]
        .map(([what, count]) => `${what}: ${count}`)
        .join(', ')}`,
      '0',
    ],
    ['… latency p50', `${percentile(load.latenciesMs, 0.5).toFixed(1)} ms`, ''],
    [
      '… latency p99',
      `${percentile(load.latenciesMs, 0.99).toFixed(1)} ms`,
      '',
    ],
    [
      'control plane',
      samePid ? 'the same process' : 'RESTARTED',
      'the same process',
    ],
    [
      'machine',
      `${os.availableParallelism()} cores, Node ${process.version}`,
      '',
    ],
  ];
  process.stdout.write(`| what | measured | promised |\n| --- | --- | --- |\n`);
  for (const row of rows) process.stdout.write(`| ${row.join(' | ')} |\n`);
  for (const failure of failures.slice(0, 3))
    process.stdout.write(`${JSON.stringify(failure)}\n`);
}
