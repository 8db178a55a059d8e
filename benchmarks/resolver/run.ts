import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import {
  contradiction,
  pigeons,
  registry,
  type BenchmarkRequest,
} from './worlds.ts';

/**
 * Measures the resolver on made-up registries, and prints a table.
 *
 *   node benchmarks/resolver/run.ts [runs per case, default 40]
 *
 * As in the backend, the facts of a snapshot are read before and the thread has worked before (twenty other worlds that are not
 * counted); what is worked out about them is not kept from run to run, as each world is new. "whole request" reads and checks the
 * facts too, as the command line does. What making a world left in the young generation is collected before the clock starts: nobody
 * makes worlds in the backend.
 *
 * Wall time depends on what else the machine does, and CPU time does too, if less: compare with the time of the fixed piece of
 * arithmetic that is printed first.
 */
const runs = Number(process.argv[2] ?? 40);
setFlagsFromString('--expose-gc');
const gc: (options: { type: 'minor' }) => void = runInNewContext('gc');
const { resolve, RequestPackages } = await loadResolver();

/** What is shown of an answer. The sources' own types are checked under settings that scripts do not have. */
type Answer =
  | {
      ok: true;
      solution: Record<string, string>;
      optimal: boolean;
      stats: { tries: number };
    }
  | { ok: false; explanation: string; fixes: unknown[] }
  | { ok: false; error: { code: string; message: string } };

interface Row {
  name: string;
  /** Milliseconds that 95 of 100 worlds should stay below. */
  target?: number;
  wall: number[];
  cpu: number[];
  note: string;
}

const fresh = measured('fresh, 500 x 100', 50, runs, seed =>
  registry({ packages: 500, versions: 100, seed }),
);
const locked = measured('with lock, 500 x 100', 5, runs, seed => {
  const request = registry({ packages: 500, versions: 100, seed });
  const { packages, ...rest } = request;
  const answer = resolve(rest, {
    source: RequestPackages.create(packages),
  });
  if (!answer.ok) throw new Error(`No lock: ${noteOf(answer)}`);
  return { ...request, installed: answer.solution };
});
const refused = measured(
  'unsatisfiable, explained, 500 x 100',
  200,
  runs,
  seed => contradiction({ packages: 500, versions: 100, seed }),
);
const large = measured(
  'fresh, 2,000 x 50',
  1_000,
  Math.ceil((runs * 5) / 8),
  seed => registry({ packages: 2_000, versions: 50, seed }),
);
const broken = measured(
  'ten installed that fit no more, 2,000 x 50',
  undefined,
  Math.ceil(runs / 4),
  seed => withOlder(registry({ packages: 2_000, versions: 50, seed }), 10),
);
const whole = measured(
  'fresh, 500 x 100, whole request',
  undefined,
  Math.ceil(runs / 4),
  seed => registry({ packages: 500, versions: 100, seed }),
  true,
);
const hard = measured('hard (11 pigeons, 10 holes)', 5_500, 1, () =>
  pigeons(10),
);
print([fresh, locked, refused, large, broken, whole, hard]);

/** What is the best today is installed, but for some packages, which are two versions back. */
function withOlder(request: BenchmarkRequest, count: number): BenchmarkRequest {
  const { packages, ...rest } = request;
  const answer = resolve(rest, { source: RequestPackages.create(packages) });
  if (!answer.ok) throw new Error(`Nothing to install: ${noteOf(answer)}`);
  const installed = { ...answer.solution };
  const names = Object.keys(installed);
  for (let place = 0; place < count; place++) {
    const name = names[(place * 7_919) % names.length]!;
    const versions = Object.keys(packages[name]!);
    const older = versions.indexOf(installed[name]!) - 2;
    installed[name] = versions[Math.max(0, older)]!;
  }
  return { ...request, installed };
}

function measured(
  name: string,
  target: number | undefined,
  count: number,
  make: (seed: number) => BenchmarkRequest,
  isWhole = false,
): Row {
  const row: Row = { name, target, wall: [], cpu: [], note: '' };
  const warmUp = count > 1 ? 20 : 0;
  for (let run = 0; run < count + warmUp; run++) {
    const { packages, ...rest } = make(
      run < warmUp ? 1_000 + run : run - warmUp + 1,
    );
    const context = isWhole ? {} : { source: RequestPackages.create(packages) };
    const request = isWhole ? { packages, ...rest } : rest;
    collectYoung();
    const before = process.cpuUsage();
    const start = performance.now();
    const answer = resolve(request, context);
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    row.note = noteOf(answer);
    if (run < warmUp) continue;
    row.wall.push(wall);
    row.cpu.push((user + system) / 1000);
  }
  return row;
}

/** Only that: to collect everything would throw compiled code away too. */
function collectYoung() {
  gc({ type: 'minor' });
}

function noteOf(answer: Answer): string {
  if ('error' in answer)
    return `${answer.error.code}: ${answer.error.message.slice(0, 18)}`;
  if (!answer.ok)
    return `refused, ${answer.explanation.split('\n').length} lines, ${
      answer.fixes.length
    } fixes`;
  return `${Object.keys(answer.solution).length} packages, optimal: ${
    answer.optimal
  }, tries: ${answer.stats.tries}`;
}

function print(rows: Row[]) {
  const [cpu] = os.cpus();
  process.stdout.write(
    `Node ${process.version}, ${
      os.cpus().length
    } cores (${cpu?.model.trim()}), load ${os.loadavg()[0]?.toFixed(1)}, ` +
      `fixed arithmetic ${arithmetic().toFixed(0)} ms\n\n` +
      '| case | worlds | wall p50 | wall p95 | longest | CPU p50 | CPU p95 | target p95 | | last answer |\n' +
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n',
  );
  for (const { name, target, wall, cpu: times, note } of rows) {
    const figures = [
      at(wall, 0.5),
      at(wall, 0.95),
      at(wall, 1),
      at(times, 0.5),
      at(times, 0.95),
      target ?? NaN,
    ].map(value => (Number.isNaN(value) ? '-' : `${value.toFixed(1)} ms`));
    const verdict = verdictOf(target, at(wall, 0.95), at(times, 0.95));
    process.stdout.write(
      `| ${[name, wall.length, ...figures, verdict, note].join(' | ')} |\n`,
    );
  }
}

function verdictOf(
  target: number | undefined,
  wall: number,
  cpu: number,
): string {
  if (target === undefined) return '';
  if (wall <= target) return 'met';
  return cpu <= target ? 'MISSED by wall time only' : 'MISSED';
}

/** CPU milliseconds of work that is always the same. */
function arithmetic(): number {
  const before = process.cpuUsage();
  let value = 0;
  for (let step = 0; step < 3e7; step++)
    value = Math.trunc(value * 31 + step) % 65_536;
  const { user } = process.cpuUsage(before);
  return value < 0 ? 0 : user / 1000;
}

function at(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ??
    NaN
  );
}

/** The sources as one module: Node itself does not follow their imports. */
async function loadResolver() {
  const folder = fs.mkdtempSync(
    path.join(os.tmpdir(), 'sceneshift-benchmark-'),
  );
  const outfile = path.join(folder, 'resolver.cjs');
  const checkout = fileURLToPath(new URL('../..', import.meta.url));
  try {
    await build({
      entryPoints: [
        path.join(checkout, 'plugins/resolver-common/src/index.ts'),
      ],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'cjs',
      logLevel: 'warning',
    });
    const { default: loaded } = await import(pathToFileURL(outfile).href);
    return loaded as {
      resolve: (request: unknown, context?: unknown) => Answer;
      RequestPackages: { create: (packages: unknown) => unknown };
    };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
