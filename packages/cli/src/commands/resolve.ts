import {
  resolve,
  type ResolveAnswer,
  type ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Command } from 'commander';
import {
  AnswerGiven,
  CliError,
  EXIT,
  type ExitCode,
} from '../runtime/CliError';
import { readText } from '../runtime/files';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift resolve`: needs no portal. */
export function registerResolve(program: Command, runtime: Runtime) {
  const command = program
    .command('resolve')
    .description('Find versions that go together, or why there are none')
    .requiredOption(
      '--file <file>',
      'a request as JSON, or one request per line as JSONL',
    )
    .action(async ({ file }: { file: string }) => {
      const { output } = runtime.context(command);
      let worst: ExitCode = EXIT.done;
      for (const request of await readRequests(file)) {
        const answered = answer(request);
        const text = output.json ? JSON.stringify(answered) : toText(answered);
        runtime.world.stdout.write(`${text}\n`);
        worst = worse(worst, exitCodeOf(answered));
      }
      // The answers say it all: the process ends without a further word.
      if (worst !== EXIT.done) throw new AnswerGiven(worst);
    });
}

/** Stands where a request was to be read, so that the other lines still get their answers. */
const NOT_JSON = Symbol('not JSON');

/** The requests of a file. */
async function readRequests(file: string): Promise<unknown[]> {
  const text = await readText(file);
  const whole = parsed(text);
  if (whole !== NOT_JSON) return [whole];
  if (text.trim() === '')
    throw new CliError(`There is no request in ${file}`, EXIT.usage);
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(parsed);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return NOT_JSON;
    throw error;
  }
}

function answer(request: unknown): ResolveAnswer {
  if (request !== NOT_JSON) return resolve(request as ResolveRequest);
  const message = 'The request is not JSON';
  return { ok: false, error: { code: 'INPUT_INVALID', field: '', message } };
}

function exitCodeOf(answered: ResolveAnswer): ExitCode {
  if (answered.ok) return EXIT.done;
  if (!('error' in answered)) return EXIT.refused;
  return answered.error.code === 'TIMEOUT' ? EXIT.failed : EXIT.usage;
}

/** A request that cannot be read outweighs a search that gave up, and that one a refusal. */
function worse(a: ExitCode, b: ExitCode): ExitCode {
  const order: ExitCode[] = [EXIT.done, EXIT.refused, EXIT.failed, EXIT.usage];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

function toText(answered: ResolveAnswer): string {
  if (answered.ok) {
    const lines = answered.changes.map(
      ({ kind, name, from, to, reason }) =>
        `${kind} ${name} ${[from, to].filter(Boolean).join(' -> ')}: ${reason}`,
    );
    const warnings = answered.warnings.map(
      ({ message }) => `warning: ${message}`,
    );
    return [
      ...(lines.length ? lines : ['nothing to change']),
      ...warnings,
    ].join('\n');
  }
  if ('error' in answered) {
    const { code, field, message } = answered.error;
    return `${code}: ${field} ${message}`;
  }
  const fixes = answered.fixes.map(({ description }) => `fix: ${description}`);
  return [answered.explanation, ...fixes].join('\n');
}
