import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a supervisor is started with. */
export interface CommandLine {
  url: string;
  environment: string;
  keyFile: string;
  data: string;
  listen: { host: string; port: number };
  /** Base URL under which the control plane reaches the front; made from `--listen` when absent. */
  address?: string;
  replicaId: string;
  hostUser?: string;
  keepHostsOnExit: boolean;
  diskBudgetMb: number;
  auditIntervalS: number;
  orphanTimeoutS: number;
  /** `auto`, `none`, or the directory of a delegated control group. */
  cgroup: string;
  /** Makes the host runtime and ends: for images. */
  prepareOnly: boolean;
}

/** Shown for `--help` and for a wrong command line. */
export const USAGE = `Usage: supervisor --url URL --environment NAME --key-file FILE --data DIRECTORY [options]

  --url URL               the control plane, e.g. http://127.0.0.1:7007
  --environment NAME      the environment whose plugins run here
  --key-file FILE         holds a key of scope environment:NAME:host
  --data DIRECTORY        state, artifacts and hosts; other users must be able to traverse it
  --listen HOST:PORT      the front (default 127.0.0.1:7100)
  --address URL           where the control plane reaches the front (default: from --listen)
  --replica-id ID         one of its own for each supervisor of an environment (default: the host name)
  --host-user USER        per-plugin (default when root), a user name or number, or same
  --keep-hosts-on-exit    leave hosts running for the next supervisor
  --disk-budget-mb N      for artifacts (default 2048); those in use always stay
  --audit-interval-s N    how often files of running hosts are verified (default 30)
  --orphan-timeout-s N    hosts end themselves after this time without a supervisor (default 600)
  --cgroup DIRECTORY      a delegated cgroup v2 whose children limit hosts, auto (default: this process's own), or none
  --prepare-only          make the host runtime in --data and end, e.g. in an image`;

const options = {
  url: { type: 'string' },
  environment: { type: 'string' },
  'key-file': { type: 'string' },
  data: { type: 'string' },
  listen: { type: 'string', default: '127.0.0.1:7100' },
  address: { type: 'string' },
  'replica-id': { type: 'string' },
  'host-user': { type: 'string' },
  'keep-hosts-on-exit': { type: 'boolean', default: false },
  'disk-budget-mb': { type: 'string', default: '2048' },
  'audit-interval-s': { type: 'string', default: '30' },
  'orphan-timeout-s': { type: 'string', default: '600' },
  cgroup: { type: 'string', default: 'auto' },
  'prepare-only': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; undefined when help is asked for. */
export function readCommandLine(args: string[]): CommandLine | undefined {
  const { values } = parseArgs({ args, options, strict: true });
  if (values.help) return undefined;
  const prepareOnly = values['prepare-only'];
  const needed = prepareOnly ? (value = '') => value : required;
  return {
    prepareOnly,
    url: needed(values.url, '--url').replace(/\/+$/, ''),
    environment: needed(values.environment, '--environment'),
    keyFile: resolve(needed(values['key-file'], '--key-file')),
    data: resolve(required(values.data, '--data')),
    listen: readListen(values.listen, values.address),
    address: values.address?.replace(/\/+$/, ''),
    replicaId: values['replica-id'] ?? hostname(),
    hostUser: values['host-user'],
    keepHostsOnExit: values['keep-hosts-on-exit'],
    cgroup: values.cgroup,
    diskBudgetMb: readNumber(values['disk-budget-mb'], '--disk-budget-mb'),
    auditIntervalS: readNumber(
      values['audit-interval-s'],
      '--audit-interval-s',
    ),
    orphanTimeoutS: readNumber(
      values['orphan-timeout-s'],
      '--orphan-timeout-s',
    ),
  };
}

function required(value: string | undefined, name: string): string {
  if (value) return value;
  throw new Error(`${name} is missing`);
}

function readNumber(value: string, name: string): number {
  const number = Number(value);
  if (number > 0) return number;
  throw new Error(`${name} ${value} is not a positive number`);
}

function readListen(
  value: string,
  address: string | undefined,
): { host: string; port: number } {
  const match = /^(.+):(\d+)$/.exec(value);
  if (!match?.[1]) throw new Error(`--listen ${value} is not HOST:PORT`);
  if (/^(0\.0\.0\.0|::|\[::\])$/.test(match[1]) && !address) {
    throw new Error(
      `--listen ${value} needs --address: say under which URL the control plane reaches this machine`,
    );
  }
  return { host: match[1].replace(/^\[|\]$/g, ''), port: Number(match[2]) };
}
