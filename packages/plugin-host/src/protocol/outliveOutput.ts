/**
 * Goes on where nothing can be written to the standard output: whoever read it has ended, or the disk with the log is full. Without
 * a listener each such line is an exception, and telling of that the next one.
 */
export function outliveOutput(): void {
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', () => undefined);
  }
}
