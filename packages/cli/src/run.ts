import { CommanderError, type Command } from 'commander';
import { createProgram } from './program';
import { Answer } from './output/Answer';
import { AnswerGiven, EXIT, type ExitCode } from './runtime/CliError';
import { Runtime } from './runtime/Runtime';

/** Runs one command line and says how the process should end. */
export async function run(
  args: string[],
  world: Runtime['world'],
): Promise<ExitCode> {
  const answer = new Answer(world, args.includes('--json'));
  const program = createProgram(new Runtime({ ...world, stdout: answer }));
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof AnswerGiven) return error.exitCode;
    // The help and the version were asked for.
    const isDone = error instanceof CommanderError && error.exitCode === 0;
    return isDone ? EXIT.done : answer.fail(error, nameOf(program, args));
  }
}

/** The command that was given, as far as there is one of the name. */
function nameOf(program: Command, args: string[]): string {
  let command = program;
  const names = [program.name()];
  for (const arg of args) {
    const next = command.commands.find(item => item.name() === arg);
    if (!next) continue;
    command = next;
    names.push(arg);
  }
  return names.join(' ');
}
