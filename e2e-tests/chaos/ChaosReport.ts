import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkout } from '../src/RunningPortal.ts';
import { percentile } from '../src/SteadyLoad.ts';
import type { LostRequest } from './BystanderLoad.ts';
import type { ChaosWorld } from './ChaosWorld.ts';
import { allFailpoints } from './failpoints.ts';
import type { KillableProcess } from './KillableProcess.ts';

/** How long after it answers again a process may still owe the answer to an earlier request. */
const SLACK_MS = 300;

/** How long it may take until a supervisor has noticed that the control plane is back. */
const REPORT_MS = 5_500;

/** What a run has done and found. */
export class ChaosReport {
  readonly failures: string[] = [];
  /** Kills by process and point. */
  readonly #kills = new Map<string, number>();
  readonly #missed = new Map<string, number>();
  readonly #recoveriesMs: number[] = [];
  readonly #lost = new Map<string, number>();
  readonly #seed: number;
  readonly #started = Date.now();
  #lastKill = 0;
  #kill = 0;
  #rounds = 0;
  #sent = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get kills(): number {
    return this.#kill;
  }

  killed(process: string, point: string): void {
    const key = point.includes('.') ? point : `${process}: ${point}`;
    this.#kills.set(key, (this.#kills.get(key) ?? 0) + 1);
    this.#kill += 1;
    this.#lastKill = Date.now();
  }

  missed(failpoint: string): void {
    this.#missed.set(failpoint, (this.#missed.get(failpoint) ?? 0) + 1);
  }

  recovered(): void {
    this.#rounds += 1;
    this.#recoveriesMs.push(Date.now() - this.#lastKill);
  }

  get neverReached(): string[] {
    return allFailpoints
      .map(({ name }) => name)
      .filter(name => !this.#kills.has(name));
  }

  /** Holds every lost request against what was away when it was lost. @throws Error for one that nothing explains */
  judge(world: ChaosWorld): void {
    this.#sent = world.loads.reduce((sum, load) => sum + load.sent, 0);
    const unexplained: LostRequest[] = [];
    for (const request of world.loads.flatMap(load => load.lost.splice(0))) {
      const why = explain(request, world);
      if (!why) unexplained.push(request);
      const key = why ?? 'UNEXPLAINED';
      this.#lost.set(key, (this.#lost.get(key) ?? 0) + 1);
    }
    if (unexplained.length)
      throw new Error(
        `no request lost: ${unexplained.length} were, such as ${JSON.stringify(
          unexplained.slice(0, 3),
        )}`,
      );
  }

  toJSON() {
    return {
      seed: this.#seed,
      rounds: this.#rounds,
      kills: Object.fromEntries([...this.#kills].sort()),
      missed: Object.fromEntries(this.#missed),
      neverReached: this.neverReached,
      recoveryMs: {
        p50: percentile(this.#recoveriesMs, 0.5),
        p99: percentile(this.#recoveriesMs, 0.99),
        max: Math.max(0, ...this.#recoveriesMs),
      },
      requests: this.#sent,
      lost: Object.fromEntries(this.#lost),
      failures: this.failures,
      seconds: Math.round((Date.now() - this.#started) / 1000),
      machine: `${os.availableParallelism()} cores, Node ${
        process.version
      }, load ${os.loadavg()[0]!.toFixed(1)}`,
    };
  }

  toMarkdown(): string {
    const facts = this.toJSON();
    const ms = (value: number) => `${(value / 1000).toFixed(2)} s`;
    const { p50, p99, max } = facts.recoveryMs;
    const rows = [
      ['seed', facts.seed],
      ['rounds', facts.rounds],
      ['kills', this.#kill],
      ['recovery p50 / p99 / max', `${ms(p50)} / ${ms(p99)} / ${ms(max)}`],
      ['requests to the bystander', facts.requests],
      ...Object.entries(facts.lost).map(([why, n]) => [`… lost, ${why}`, n]),
      ['invariants broken', facts.failures.length],
      ['failpoints never reached', facts.neverReached.length],
      ['took', `${facts.seconds} s`],
      ['machine', facts.machine],
      ...Object.entries(facts.kills).map(([point, n]) => [
        `kills at ${point}`,
        n,
      ]),
    ];
    return [
      '| what | measured |',
      '| --- | --- |',
      ...rows.map(([what, value]) => `| ${what} | ${value} |`),
    ].join('\n');
  }

  /** Leaves it where git does not look. */
  write(): string {
    const folder = path.join(checkout, 'e2e-tests/report');
    fs.mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `chaos-${this.#seed}`);
    fs.writeFileSync(`${file}.json`, JSON.stringify(this, undefined, 2));
    fs.writeFileSync(`${file}.md`, `${this.toMarkdown()}\n`);
    return `${file}.md`;
  }
}

/** The rule that allows a loss, or nothing. */
function explain(
  request: LostRequest,
  { controlPlane, replicas }: ChaosWorld,
): string | undefined {
  const supervisors = replicas.map(replica => replica.process);
  const asked = [controlPlane, ...supervisors].find(
    ({ name }) => name === request.path,
  );
  const reached = asked ?? controlPlane;
  if (wasAway(reached, request)) return `${reached.name} away`;
  const unknown = request.how === '503 HOST_UNAVAILABLE';
  if (unknown && wasAway(controlPlane, request, REPORT_MS))
    return 'control plane just back, supervisors not heard of yet: 503';
  const cut = request.how === '502 HOST_CONNECTION_LOST';
  if (!cut || !supervisors.some(process => wasAway(process, request)))
    return undefined;
  return request.method === 'POST'
    ? 'in flight and not repeatable: 502'
    : undefined;
}

function wasAway(
  { outages }: KillableProcess,
  { from, to }: LostRequest,
  afterwardsMs = 0,
): boolean {
  return outages.some(
    outage =>
      to >= outage.from - SLACK_MS &&
      from <= (outage.to ?? Infinity) + afterwardsMs,
  );
}
