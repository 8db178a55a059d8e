/** Enough for a plugin with many connections; a leak ends before it hurts others. */
const MAX_OPEN_FILES = 4096;
/** Counts all threads of a user; one host has about a dozen. */
const MAX_PROCESSES = 1024;

/**
 * The command that runs the given one with limits that it cannot lift again. A shell sets them and then becomes the
 * program: Node has no call for it, and only a limit that is there from the first instruction on holds.
 *
 */
export function withUlimits(
  command: readonly string[],
  options: {
    ownUser: boolean;
    /** Private writable memory, reservations included, in MiB; unlimited when absent. */
    dataMb?: number;
  },
): string[] {
  const { ownUser, dataMb } = options;
  const script = [
    // A core dump would write a plugin's secrets to disk.
    'ulimit -c 0',
    // May be lower already.
    `ulimit -n ${MAX_OPEN_FILES} || :`,
    // One letter in dash and busybox, another one in bash.
    ...(ownUser
      ? [`ulimit -p ${MAX_PROCESSES} 2>/dev/null || ulimit -u ${MAX_PROCESSES}`]
      : []),
    ...(dataMb === undefined ? [] : [`ulimit -d ${dataMb * 1024} || exit 126`]),
    // Some shells export these.
    'unset PWD OLDPWD SHLVL',
    'exec "$@"',
  ];
  return ['/bin/sh', '-c', script.join('\n'), 'host', ...command];
}
