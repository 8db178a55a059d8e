/**
 * Makes calls that come while one is running lead to one more run, not to many; and never to none, because the one that is
 * running may have looked too early.
 */
export function coalesce(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;

  async function untilSettled(): Promise<void> {
    do {
      again = false;
      await run();
    } while (again);
  }

  return async () => {
    again = true;
    running ??= untilSettled().finally(() => {
      running = undefined;
    });
    await running;
  };
}
