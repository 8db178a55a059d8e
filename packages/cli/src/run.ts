import { CommanderError } from 'commander';
import { createProgram } from './program';
import {
  AnswerGiven,
  EXIT,
  toCliError,
  type ExitCode,
} from './runtime/CliError';
import { Runtime } from './runtime/Runtime';

/** Runs one command line and says how the process should end. */
export async function run(
  args: string[],
  world: Runtime['world'],
): Promise<ExitCode> {
  const program = createProgram(new Runtime(world));
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    }
    if (error instanceof AnswerGiven) return error.exitCode;
    return report(error, world, args.includes('--json'));
  }
}

function report(
  error: unknown,
  world: Runtime['world'],
  json: boolean,
): ExitCode {
  const { message, code, exitCode, details } = toCliError(error);
  if (json) {
    const document = { ...details, code: code ?? 'INTERNAL', detail: message };
    world.stdout.write(`${JSON.stringify({ error: document }, null, 2)}\n`);
  }
  world.stderr.write(`${code ? `${code}: ` : ''}${message}\n`);
  return exitCode;
}
