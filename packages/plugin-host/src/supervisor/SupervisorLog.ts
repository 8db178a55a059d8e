/** The supervisor's own log: one JSON document per line. Never holds what a plugin's configuration holds. */
export interface SupervisorLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** Writes to standard output. */
export function createSupervisorLog(
  write: (line: string) => void = line => process.stdout.write(`${line}\n`),
): SupervisorLog {
  const log =
    (level: string) => (message: string, fields?: Record<string, unknown>) =>
      write(
        JSON.stringify({
          timestamp: new Date().toISOString(),
          level,
          service: 'supervisor',
          message,
          ...fields,
        }),
      );
  return { info: log('info'), warn: log('warn') };
}
