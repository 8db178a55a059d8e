import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  failed,
  sum,
  type CheckContext,
  type Counts,
  type Part,
} from './Part.ts';
import { parts } from './parts.ts';
import { startTestDatabase } from './testDatabase.ts';

const checkout = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

interface Outcome {
  part: Part;
  counts: Counts;
  seconds: number;
}

async function runPart(part: Part, context: CheckContext): Promise<Outcome> {
  process.stdout.write(`\n── ${part.name} ──\n`);
  const started = Date.now();
  const counts = await part.run(context).catch(error => {
    process.stdout.write(`${part.name} failed: ${error.stack}\n`);
    return failed;
  });
  return { part, counts, seconds: (Date.now() - started) / 1000 };
}

function printSummary(outcomes: Outcome[]): void {
  process.stdout.write('\n── summary ──\n');
  for (const { part, counts, seconds } of outcomes) {
    const numbers = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    process.stdout.write(
      `${part.name.padEnd(22)} ${numbers} (${seconds.toFixed(0)} s)\n`,
    );
    if (counts.skipReason)
      process.stdout.write(`  SKIPPED: ${counts.skipReason}\n`);
  }
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const full = args.includes('--full');
  const names = args.filter(arg => !arg.startsWith('--'));
  const unknown = names.filter(name => !parts.some(part => part.name === name));
  if (unknown.length)
    throw new Error(
      `No part is called ${unknown.join(', ')}; there are ${parts
        .map(part => part.name)
        .join(', ')}`,
    );
  const chosen = parts.filter(part =>
    names.length ? names.includes(part.name) : full || !part.fullOnly,
  );
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-test-'));
  fs.chmodSync(temporary, 0o711);
  const database = await startTestDatabase(temporary);
  try {
    const context = { checkout, full, temporary, postgresUrl: database.url };
    const outcomes: Outcome[] = [];
    for (const part of chosen) outcomes.push(await runPart(part, context));
    printSummary(outcomes);
    const total = sum(outcomes.map(outcome => outcome.counts));
    process.stdout.write(
      `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
    );
    return total.failed > 0 || total.passed === 0 ? 1 : 0;
  } finally {
    await database.stop();
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

process.exitCode = await main();
