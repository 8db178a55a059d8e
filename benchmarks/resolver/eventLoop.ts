import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  contradiction,
  pigeons,
  registry,
  type BenchmarkRequest,
} from './worlds.ts';

/**
 * Measures how long the event loop of the resolver's process is kept from its work while requests are read, answered and written.
 * They come from another process, as in the control plane, and the search is done by its threads.
 *
 *   node benchmarks/resolver/eventLoop.ts
 *
 * The delay includes what the machine does besides: with more busy threads than cores a process waits for its turn. The first row is
 * what that costs an idle process here and now.
 */
interface Delay {
  p50: number;
  p99: number;
  max: number;
}

interface Case {
  name: string;
  request?: BenchmarkRequest;
  times: number;
  atOnce: number;
}

const CASES: Case[] = [
  { name: 'idle', times: 0, atOnce: 0 },
  {
    name: 'fresh, 500 x 100, whole request',
    request: registry({ packages: 500, versions: 100, seed: 1 }),
    times: 12,
    atOnce: 2,
  },
  {
    name: 'fresh, 2,000 x 50, whole request',
    request: registry({ packages: 2_000, versions: 50, seed: 1 }),
    times: 6,
    atOnce: 2,
  },
  {
    name: 'unsatisfiable, explained, 500 x 100',
    request: contradiction({ packages: 500, versions: 100, seed: 1 }),
    times: 12,
    atOnce: 2,
  },
  {
    name: 'hard (11 pigeons, 10 holes), until it gives up',
    request: pigeons(10),
    times: 4,
    atOnce: 4,
  },
];

const server = fork(
  fileURLToPath(new URL('eventLoopServer.ts', import.meta.url)),
  {
    execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  },
);
const { port } = await reply<{ port: number }>('port');
try {
  // The threads start with their first task, and read their sources then.
  const first = registry({ packages: 2, versions: 2, seed: 1 });
  await Promise.all([post(first), post(first)]);
  printHead();
  for (const item of CASES) print(item, await measure(item));
} finally {
  server.kill();
}

async function measure({ request, times, atOnce }: Case): Promise<Delay> {
  server.send('start');
  if (request) {
    let left = times;
    const work = async () => {
      while (left-- > 0) await post(request);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  } else {
    await setTimeout(2_000);
  }
  server.send('stop');
  return reply<Delay>('p99');
}

/** The server's next message with a member; the transform of its sources sends some of its own. */
async function reply<T>(member: keyof T & string): Promise<T> {
  for (;;) {
    const [message] = await once(server, 'message');
    if (Object(message)[member] !== undefined) return message as T;
  }
}

async function post(request: BenchmarkRequest): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/resolve`, {
    method: 'POST',
    body: JSON.stringify(request),
  });
  if (!response.ok) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
  await response.arrayBuffer();
}

function printHead() {
  process.stdout.write(
    `Node ${process.version}, ${os.cpus().length} cores, load ${os
      .loadavg()[0]
      ?.toFixed(1)}\n\n` +
      '| case | requests | body | delay p50 | delay p99 | longest | target |\n' +
      '| --- | --- | --- | --- | --- | --- | --- |\n',
  );
}

function print({ name, request, times, atOnce }: Case, delay: Delay) {
  const size = request ? JSON.stringify(request).length / 1024 / 1024 : 0;
  const figures = [delay.p50, delay.p99, delay.max].map(
    value => `${value.toFixed(1)} ms`,
  );
  const row = [
    name,
    request ? `${times}, ${atOnce} at once` : '-',
    request ? `${size.toFixed(1)} MB` : '-',
    ...figures,
    request ? '50 ms' : '-',
  ];
  process.stdout.write(`| ${row.join(' | ')} |\n`);
}
