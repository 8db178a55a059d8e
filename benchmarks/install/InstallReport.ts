import os from 'node:os';
import { percentile, type LoadResult } from '../../e2e-tests/src/SteadyLoad.ts';

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const milliseconds = (ms: number) => `${ms.toFixed(2)} ms`;

const P50_MS = 3_000;
const P99_MS = 10_000;

/** The one table of the benchmark, with the promises beside the measures. */
export class InstallReport {
  /** Nothing was lost and nothing failed. Times are for people to judge: they depend on the machine. */
  isAsPromised = true;
  readonly #rows: string[][] = [];
  readonly #failures: unknown[] = [];

  fact(what: string, measured: string, promised = ''): void {
    this.#rows.push([what, measured, promised]);
  }

  failed(rollout: unknown): void {
    this.#failures.push(rollout);
    this.isAsPromised = false;
  }

  load({ sent, lost, latenciesMs }: LoadResult, rate: number): void {
    const count = [...lost.values()].reduce((sum, each) => sum + each, 0);
    const how = [...lost].map(([what, each]) => `${what}: ${each}`).join(', ');
    if (count) this.isAsPromised = false;
    this.fact('requests to the other plugin', `${sent} at ${rate}/s`);
    this.fact('… lost', `${count} ${how}`.trim(), '0');
    this.fact(
      '… latency p50 / p99',
      `${milliseconds(percentile(latenciesMs, 0.5))} / ${milliseconds(
        percentile(latenciesMs, 0.99),
      )}`,
    );
  }

  changes({ booted, warm }: { booted: number[]; warm: number[] }): void {
    const all = [...booted, ...warm];
    const failures = this.#failures.length;
    this.fact('changes', `${all.length}, ${failures} failed`, '0 failed');
    this.#change('accepted → serving', all);
    this.#change('… upgrades, whose host boots', booted);
    this.#change('… rollbacks, to a warm host', warm);
  }

  #change(what: string, samples: number[]): void {
    const [p50, p99] = [percentile(samples, 0.5), percentile(samples, 0.99)];
    this.fact(
      `${what}, p50 / p99`,
      `${seconds(p50)} / ${seconds(p99)}`,
      `≤ ${P50_MS / 1000} s / ≤ ${P99_MS / 1000} s`,
    );
  }

  /** The first way is the direct one; the others are told with what they add to it. */
  ways(samples: Map<string, number[]>): void {
    const [direct = []] = samples.values();
    for (const [name, own] of samples) {
      const at = (p: number) => {
        const added = percentile(own, p) - percentile(direct, p);
        return own === direct
          ? milliseconds(percentile(own, p))
          : `${milliseconds(percentile(own, p))} (+${added.toFixed(2)})`;
      };
      this.fact(
        `request: ${name}, p50 / p99 of ${own.length}`,
        `${at(0.5)} / ${at(0.99)}`,
      );
    }
  }

  toMarkdown(): string {
    const load = os.loadavg().map(value => value.toFixed(1));
    this.fact(
      'machine',
      `${os.availableParallelism()} cores, Node ${
        process.version
      }, load average ${load.join(' ')}`,
    );
    const rows = this.#rows.map(row => `| ${row.join(' | ')} |\n`).join('');
    const failures = this.#failures
      .slice(0, 3)
      .map(failure => `${JSON.stringify(failure)}\n`);
    return `| what | measured | promised |\n| --- | --- | --- |\n${rows}${failures.join(
      '',
    )}`;
  }
}
