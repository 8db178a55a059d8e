import { tmpdir } from 'node:os';
import { runCommand } from '../process/runCommand';

/**
 * The part of a user's npm configuration that decides where packages come from. It never holds a token.
 *
 * @public
 */
export type NpmSettings = Record<string, string | boolean | string[]>;

const SETTING_NAMES = new Set([
  'registry',
  'proxy',
  'https-proxy',
  'noproxy',
  'ca',
  'cafile',
  'strict-ssl',
]);

/**
 * Reads registry, scope registries and proxy settings from npm as the given environment sees them.
 * `npm config list --json` leaves credentials out by itself; warnings go to stderr and are ignored.
 *
 * @public
 */
export async function readNpmSettings(
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<NpmSettings> {
  const { exitCode, stdout } = await runCommand(
    'npm',
    ['config', 'list', '--json'],
    { cwd: tmpdir(), env, signal },
  );
  return exitCode === 0 ? pickSettings(JSON.parse(stdout)) : {};
}

function pickSettings(config: Record<string, unknown>): NpmSettings {
  return Object.fromEntries(
    Object.entries(config).filter(
      (entry): entry is [string, string | boolean | string[]] =>
        (SETTING_NAMES.has(entry[0]) || /^@[^:]+:registry$/.test(entry[0])) &&
        isSetting(entry[1]),
    ),
  );
}

function isSetting(value: unknown): boolean {
  return (
    typeof value === 'boolean' ||
    (typeof value === 'string' && value !== '') ||
    (Array.isArray(value) && value.length > 0)
  );
}

/** The text of an npmrc with these settings and nothing else. */
export function formatNpmrc(settings: NpmSettings): string {
  return Object.entries(settings)
    .flatMap(([name, value]) =>
      Array.isArray(value)
        ? value.map(item => `${name}[]=${quote(item)}`)
        : [`${name}=${quote(String(value))}`],
    )
    .map(line => `${line}\n`)
    .join('');
}

function quote(value: string): string {
  return /[\n"#;]/.test(value) ? JSON.stringify(value) : value;
}
