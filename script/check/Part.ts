/** How many checks of a part ended how. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Why something was skipped; shown in the summary. */
  skipReason?: string;
}

export interface CheckContext {
  checkout: string;
  full: boolean;
  /** Superuser connection of a PostgreSQL that lives as long as this run. */
  postgresUrl: string;
  /** A folder that is removed after the run. */
  temporary: string;
}

/** One part of `script/test`. */
export interface Part {
  name: string;
  /** Runs only with `--full`. */
  fullOnly?: boolean;
  run(context: CheckContext): Promise<Counts>;
}

export const passed: Counts = { passed: 1, failed: 0, skipped: 0 };
export const failed: Counts = { passed: 0, failed: 1, skipped: 0 };

export function skipped(skipReason: string, count = 1): Counts {
  return { passed: 0, failed: 0, skipped: count, skipReason };
}

export function sum(counts: Counts[]): Counts {
  return counts.reduce(
    (total, each) => ({
      passed: total.passed + each.passed,
      failed: total.failed + each.failed,
      skipped: total.skipped + each.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
