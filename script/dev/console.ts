/** What the person at the terminal sees while `script/start` works. */
export const terminal = {
  info: (text: string) => process.stdout.write(`${text}\n`),
  warn: (text: string) => process.stdout.write(`! ${text}\n`),
  error: (text: string) => process.stderr.write(`error: ${text}\n`),
};

/** Says what is being done, and how long it took. */
export async function step<T>(
  title: string,
  work: () => Promise<T>,
): Promise<T> {
  const started = Date.now();
  terminal.info(`· ${title}`);
  const result = await work();
  const seconds = (Date.now() - started) / 1000;
  terminal.info(`✓ ${title} (${seconds.toFixed(1)} s)`);
  return result;
}
