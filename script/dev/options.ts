import path from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  port: number;
  /** Absolute; undefined when the default applies. */
  data?: string;
  empty: boolean;
  /** Further configuration files, absolute. */
  config: string[];
  verbose: boolean;
}

export const usage = `usage: script/start [options]

  --port <number>   port of the portal (default 7007)
  --data <folder>   where data lives (default .data in the checkout)
  --config <file>   a further configuration file, on top of app-config.yaml; may be repeated
  --empty           do not publish the example plugins on the first start
  --verbose         show the log of every process`;

/** @throws Error that says which argument is wrong. */
export function parseStartOptions(argv: string[]): StartOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string', default: '7007' },
      data: { type: 'string' },
      empty: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      config: { type: 'string', multiple: true, default: [] },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(`--port must be between 1 and 65535, not "${values.port}"`);
  return {
    port,
    data: values.data ? path.resolve(values.data) : undefined,
    empty: values.empty,
    verbose: values.verbose,
    config: values.config.map(file => path.resolve(file)),
  };
}
