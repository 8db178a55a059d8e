import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import express from 'express';

/**
 * The resolver's front door with its real threads, alone in a process, which tells how long its event loop was kept from its work.
 * Started by `eventLoop.ts`.
 */
const require = createRequire(import.meta.url);
const sources = '../../plugins/resolver-backend/src';
const { addResolveRoutes } = require(`${sources}/router/resolveRoutes`);
const { ResolveService } = require(`${sources}/service/ResolveService`);
const { SolverPool } = require(`${sources}/solver/SolverPool`);

const pool = new SolverPool({
  threads: 2,
  waiting: 100,
  heapMb: 512,
  taskMs: 75_000,
});
const app = express();
addResolveRoutes(app, {
  gate: { enter: async () => ({ organizationId: 'benchmark' }) },
  resolver: new ResolveService({ pool, facts: undefined }),
  bodyBytes: 64 * 1024 * 1024,
  idempotency: (_request: unknown, _response: unknown, next: () => void) =>
    next(),
});

const delay = monitorEventLoopDelay({ resolution: 1 });
process.on('message', message => {
  if (message === 'start') {
    delay.reset();
    delay.enable();
    return;
  }
  delay.disable();
  const ms = (nanoseconds: number) => nanoseconds / 1e6;
  process.send?.({
    p50: ms(delay.percentile(50)),
    p99: ms(delay.percentile(99)),
    max: ms(delay.max),
  });
});

const server = app.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);
