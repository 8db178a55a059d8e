import { setTimeout as sleep } from 'node:timers/promises';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { HostStatus } from '../protocol/hostStatus';
import { describeHost, exitError } from './exitError';
import { failpoint } from './failpoint';
import { floodError, unhandledError } from './HostConduct';
import type { HostProcess } from './HostProcess';

const POLL_MS = 40;
const QUESTION_TIMEOUT_MS = 2_000;
const GATE_PROBE_TIMEOUT_MS = 5_000;
const PROBE_ATTEMPTS = 3;
const PROBE_PAUSE_MS = 200;

/** @see passGate */
export interface GateOptions {
  timeoutMs: number;
  signal: AbortSignal;
  /** Called when the host has started and its inventory and probe are looked at. */
  onChecking?: () => void;
  /** Of versions that nobody has served yet: what serves has to come back, whatever it logs. */
  refuseUnhandledErrors?: boolean;
  /** The same, of a log that is flooded while the host starts. */
  refuseFlood?: boolean;
}

/**
 * Lets a candidate through only when it is fit to serve: the process is alive, readiness answers 200, `start()`
 * resolved without a failure, exactly the wanted packages and plugin are present, and the plugin answers its probe;
 * all before the deadline. Readiness alone is wrong: a host can be ready without its plugin.
 */
export async function passGate(
  host: HostProcess,
  wanted: DesiredHost,
  options: GateOptions,
): Promise<void> {
  const overdue = AbortSignal.timeout(options.timeoutMs);
  const decided = new AbortController();
  const signal = AbortSignal.any([overdue, options.signal]);
  const ended = host.exited.then(exit => {
    throw exitError(host, wanted, exit);
  });
  const decision = Promise.race([
    // It asks on no longer than anybody waits: what has ended never answers.
    check(host, wanted, AbortSignal.any([signal, decided.signal]), options),
    ended,
    ...(options.refuseFlood ? [flooded(host, wanted, decided.signal)] : []),
    aborted(signal, () =>
      options.signal.aborted
        ? new SceneshiftError(
            'ROLLOUT_CANCELLED',
            `The start of ${describeHost(wanted)} was cancelled`,
          )
        : new SceneshiftError(
            'HOST_START_TIMEOUT',
            `${describeHost(wanted)} did not start within ${
              options.timeoutMs
            } ms`,
          ),
    ),
  ]);
  await decision.finally(() => decided.abort());
}

/** Rejects when the host floods its log, and settles in no other way. */
function flooded(
  host: HostProcess,
  wanted: DesiredHost,
  decided: AbortSignal,
): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setInterval(() => {
      const error = floodError(wanted, host.logLimit);
      if (error) reject(error);
    }, POLL_MS);
    decided.addEventListener('abort', () => clearInterval(timer));
  });
}

async function check(
  host: HostProcess,
  wanted: DesiredHost,
  signal: AbortSignal,
  { onChecking, refuseUnhandledErrors }: GateOptions,
): Promise<void> {
  const status = await untilStarted(host, signal);
  if (status.failures.length) {
    throw new SceneshiftError(
      'HOST_START_FAILED',
      `${describeHost(wanted)} failed to start: ${status.failures.join('; ')}`,
    );
  }
  failpoint('supervisor.host.checking');
  onChecking?.();
  await untilReady(host, signal);
  assertInventory(status, wanted);
  await probePatiently(host, wanted);
  if (refuseUnhandledErrors) await assertAllHandled(host, wanted);
}

async function assertAllHandled(
  host: HostProcess,
  wanted: DesiredHost,
): Promise<void> {
  const status = await host.socket.status(QUESTION_TIMEOUT_MS);
  const error = unhandledError(wanted, status?.unhandledErrors ?? { count: 0 });
  if (error) throw error;
}

async function untilStarted(
  host: HostProcess,
  signal: AbortSignal,
): Promise<HostStatus> {
  while (!signal.aborted) {
    const status = await host.socket.status(QUESTION_TIMEOUT_MS);
    if (status && status.phase !== 'starting') return status;
    await sleep(POLL_MS);
  }
  throw signal.reason;
}

async function untilReady(
  host: HostProcess,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const path = '/.backstage/health/v1/readiness';
    const answer = await host.socket
      .get(path, QUESTION_TIMEOUT_MS)
      .catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(POLL_MS);
  }
  throw signal.reason;
}

function assertInventory(status: HostStatus, wanted: DesiredHost): void {
  const expected = inventory(wanted.packages);
  const actual = inventory(status.packages);
  const plugins = status.pluginIds.join(', ');
  if (actual !== expected || plugins !== wanted.pluginId) {
    throw new SceneshiftError(
      'HOST_INVENTORY_MISMATCH',
      `The host of ${wanted.pluginId} has loaded ${actual} (plugins: ${
        plugins || 'none'
      }) instead of ${expected}`,
    );
  }
}

/** A plugin on a busy machine may need a moment more for its first answer. */
async function probePatiently(
  host: HostProcess,
  wanted: DesiredHost,
): Promise<void> {
  for (let attempt = 1; attempt < PROBE_ATTEMPTS; attempt++) {
    try {
      await probe(host, wanted);
      return;
    } catch {
      // The last attempt tells.
      await sleep(PROBE_PAUSE_MS);
    }
  }
  await probe(host, wanted);
}

/** Asks the plugin for its health. Any answer that is not a server error counts: not every plugin has that route. */
export async function probe(
  host: HostProcess,
  wanted: DesiredHost,
  timeoutMs: number = GATE_PROBE_TIMEOUT_MS,
): Promise<void> {
  const path = `/api/${wanted.pluginId}/health`;
  const answer = await host.socket
    .get(path, timeoutMs)
    .catch((error: Error) => error.message);
  if (typeof answer !== 'string' && answer.status < 500) return;
  throw new SceneshiftError(
    'HOST_PROBE_FAILED',
    `GET ${path} answered ${
      typeof answer === 'string' ? answer : answer.status
    } on ${describeHost(wanted)}`,
  );
}

function inventory(packages: Array<{ name: string; version: string }>): string {
  return packages
    .map(p => `${p.name}@${p.version}`)
    .sort()
    .join(', ');
}

function aborted(signal: AbortSignal, reason: () => Error): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(reason());
    signal.addEventListener('abort', () => reject(reason()), { once: true });
  });
}
