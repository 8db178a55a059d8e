/**
 * Packs real published plugins with the real command, and prints what became of each.
 *
 *     node packages/packer/test-real/main.mts          the family of the journey
 *     node packages/packer/test-real/main.mts --full   and other plugins of the community
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  community,
  COMMUNITY_MINIMUM,
  journey,
  type RealPlugin,
} from './plugins.mts';

const checkout = resolve(import.meta.dirname, '../../..');

interface Outcome {
  plugin: RealPlugin;
  state: 'passed' | 'failed' | 'skipped';
  seconds: number;
  size: string;
  note: string;
}

interface PackOutput {
  size: number;
  verdict: { state: string; warnings: string[] };
  manifest: { packages: object[]; privateLibraries: Record<string, string> };
  error?: { code: string; detail: string };
}

function packOne(plugin: RealPlugin, outDir: string): Outcome {
  const started = Date.now();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(checkout, 'packages/cli/bin/sceneshift'),
      ...['pack', plugin.spec, '--json', '--out', outDir],
      ...(plugin.args ?? []),
    ],
    { cwd: checkout, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const seconds = (Date.now() - started) / 1000;
  const output = parseOutput(stdout);
  if (!output) {
    const note = stderr.trim().slice(-300) || 'no output';
    return { plugin, state: 'failed', seconds, size: '', note };
  }
  return { plugin, seconds, ...judge(plugin, output) };
}

function parseOutput(stdout: string): PackOutput | undefined {
  try {
    // A failed verdict prints the result first and the error after it.
    return JSON.parse(stdout.split(/\n(?=\{\n {2}"error")/)[0] ?? '');
  } catch {
    return undefined;
  }
}

function judge(
  plugin: RealPlugin,
  output: PackOutput,
): Pick<Outcome, 'state' | 'size' | 'note'> {
  const refused = plugin.required ? 'failed' : 'skipped';
  if (output.error) {
    const { code, detail } = output.error;
    return { state: refused, size: '', note: `${code}: ${detail}` };
  }
  const size = `${Math.ceil(output.size / 1024)} kB`;
  if (output.verdict.state !== 'PASSED') {
    return { state: refused, size, note: 'its imports do not link' };
  }
  if (plugin.maxSize && output.size > plugin.maxSize) {
    return { state: 'failed', size, note: 'it is larger than it may be' };
  }
  const { packages, privateLibraries } = output.manifest;
  const carried = Object.entries(privateLibraries).map(
    ([name, version]) => `, with ${name} ${version} of its own`,
  );
  const note = `${packages.length} private packages${carried.join('')}`;
  return { state: 'passed', size, note };
}

function print(outcome: Outcome) {
  const { plugin, state, seconds, size, note } = outcome;
  const columns = [
    state.padEnd(8),
    plugin.spec.padEnd(58),
    `${seconds.toFixed(1)} s`.padStart(7),
    size.padStart(9),
    ` ${note}`,
  ];
  process.stdout.write(`${columns.join(' ')}\n`);
}

function main(full: boolean) {
  const outDir = mkdtempSync(join(tmpdir(), 'sceneshift-real-'));
  const outcomes: Outcome[] = [];
  try {
    for (const plugin of full ? [...journey, ...community] : journey) {
      const outcome = packOne(plugin, outDir);
      print(outcome);
      outcomes.push(outcome);
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
  const count = (state: Outcome['state']) =>
    outcomes.filter(outcome => outcome.state === state).length;
  const packed = outcomes.filter(
    ({ plugin, state }) => community.includes(plugin) && state === 'passed',
  ).length;
  const tooFew = full && packed < COMMUNITY_MINIMUM;
  if (tooFew) {
    process.stdout.write(
      `only ${packed} of the community's plugins could be packed, not ${COMMUNITY_MINIMUM}\n`,
    );
  }
  const failed = count('failed') + (tooFew ? 1 : 0);
  process.stdout.write(
    `${count('passed')} passed, ${failed} failed, ${count(
      'skipped',
    )} skipped\n`,
  );
  process.exitCode = failed > 0 ? 1 : 0;
}

main(process.argv.includes('--full'));
