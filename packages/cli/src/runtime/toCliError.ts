import {
  isSceneshiftError,
  type ErrorCode,
} from '@sceneshift/backstage-platform-common';
import { CommanderError } from 'commander';
import { CliError, EXIT, exitCodeOfStatus, type ExitCode } from './CliError';
import { toFileError } from './fileErrors';

/** Codes of packing that speak of a broken environment rather than of an unfit plugin. */
const FAILURES: ReadonlySet<ErrorCode> = new Set([
  'PACK_INSTALL_FAILED',
  'PACK_BUILD_FAILED',
  'PACK_TIMEOUT',
  'INTERNAL',
  'UNAVAILABLE',
]);

/**
 * Any error as one that knows its code and its exit code.
 *
 * @param command - the one that was given, such as `sceneshift plan`
 */
export function toCliError(error: unknown, command: string): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return toUsageError(error, command);
  if (isSceneshiftError(error)) {
    const { detail, code, details } = error;
    return new CliError(detail, exitCodeOf(error), code, details);
  }
  const message = error instanceof Error ? error.message : String(error);
  return toFileError(error) ?? new CliError(message, EXIT.failed);
}

function toUsageError(error: CommanderError, command: string): CliError {
  const isHelp = error.code === 'commander.help';
  const fault = isHelp ? 'Name one of the commands above' : sentence(error);
  return new CliError(`${fault} (see: ${command} --help)`, EXIT.usage);
}

/** Without the prefix, and on one line: suggestions stand on a line of their own. */
function sentence({ message }: CommanderError): string {
  const text = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function exitCodeOf(error: { code: ErrorCode; status: number }): ExitCode {
  if (FAILURES.has(error.code)) return EXIT.failed;
  return exitCodeOfStatus(error.status);
}
