import { InvalidArgumentError } from 'commander';
import { collectAssignment } from './packOptions';

const EXACT = /^(latest|\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)$/;

/** `name=version`, collected over repetitions. A plan says what will run: ranges would say it only later. */
export function collectVersion(
  value: string,
  previous?: Record<string, string>,
): Record<string, string> {
  const all = collectAssignment(value, previous);
  const version = value.slice(value.lastIndexOf('=') + 1);
  if (EXACT.test(version)) return all;
  throw new InvalidArgumentError(
    `'${version}' is not an exact version such as 1.2.3, nor latest.`,
  );
}
