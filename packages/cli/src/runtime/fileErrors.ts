import { dirname } from 'node:path';
import { CliError, EXIT } from './CliError';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'part of its path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
};

const FULL = ['ENOSPC', 'EDQUOT'];

/** An error of the file system in words, or `undefined` for any other error. */
export function toFileError(
  error: unknown,
  doing: string = 'used',
  file?: string,
): CliError | undefined {
  const { code = '', path = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const named = file ?? path;
  if (FULL.includes(code)) {
    return new CliError(
      `'${named}' cannot be ${doing}: the disk is full. Free some space and try again`,
      EXIT.failed,
      'STORAGE_FULL',
    );
  }
  const reason = REASONS[code];
  if (!reason || !named) return undefined;
  return new CliError(
    `'${named}' cannot be ${doing}: ${reason}`,
    EXIT.usage,
    'INPUT_INVALID',
  );
}

/** Throws what went wrong when a file was written, whatever its name was until it was whole. */
export function cannotWrite(file: string, error: unknown): never {
  const isMissing = (error as NodeJS.ErrnoException)?.code === 'ENOENT';
  throw isMissing
    ? new CliError(
        `'${file}' cannot be written: there is no folder '${dirname(file)}'`,
        EXIT.usage,
        'INPUT_INVALID',
      )
    : toFileError(error, 'written', file) ?? error;
}

/** Throws what went wrong when a file was read. */
export function cannotRead(file: string, error: unknown): never {
  throw toFileError(error, 'read', file) ?? error;
}
