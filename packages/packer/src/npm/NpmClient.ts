import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { makeFolder } from '../pack/makeFolder';
import { runCommand } from '../process/runCommand';
import { formatNpmrc, type NpmSettings } from './NpmSettings';

/** Variables that npm and Node need to reach a registry; nothing else of the environment is passed on. */
const PASSED_VARIABLES = [
  'PATH',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SystemRoot',
  'ComSpec',
];

/** An npm that knows no credential, runs no script, and keeps its cache to itself. */
export class NpmClient {
  private constructor(
    private readonly home: string,
    private readonly cacheDir: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  static async create(options: {
    home: string;
    cacheDir: string;
    settings: NpmSettings;
    signal?: AbortSignal;
  }): Promise<NpmClient> {
    await mkdir(options.home, { recursive: true });
    await makeFolder(options.cacheDir);
    await writeFile(join(options.home, 'npmrc'), formatNpmrc(options.settings));
    return new NpmClient(options.home, options.cacheDir, options.signal);
  }

  /** The environment of every process that works on foreign packages. */
  environment(): NodeJS.ProcessEnv {
    const passed = PASSED_VARIABLES.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    return {
      ...Object.fromEntries(passed),
      HOME: this.home,
      TMPDIR: this.home,
      NO_UPDATE_NOTIFIER: '1',
    };
  }

  /** Downloads the tarball of a registry spec, unchanged, into an empty folder. */
  async fetchTarball(spec: string, directory: string): Promise<string> {
    await mkdir(directory, { recursive: true });
    const { exitCode, stderr } = await this.run(directory, [
      'pack',
      spec,
      '--pack-destination',
      directory,
    ]);
    const [file] = (await readdir(directory)).filter(name =>
      name.endsWith('.tgz'),
    );
    if (exitCode !== 0 || !file) {
      throw new SceneshiftError(
        'PACK_INSTALL_FAILED',
        `The package '${spec}' cannot be downloaded: ${summarizeNpmError(
          stderr,
        )}`,
      );
    }
    return join(directory, file);
  }

  /** Installs what the folder's package.json asks for and writes its lock. */
  async install(directory: string, options: { legacyPeerDeps: boolean }) {
    const { exitCode, stderr } = await this.run(directory, [
      'install',
      '--omit=dev',
      '--install-links=false',
      `--legacy-peer-deps=${options.legacyPeerDeps}`,
      '--allow-git=none',
      '--prefer-offline',
    ]);
    if (exitCode !== 0) throw installError(stderr);
  }

  private async run(cwd: string, args: string[]) {
    return await runCommand(
      'npm',
      [
        ...args,
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--no-update-notifier',
        '--loglevel=error',
        `--cache=${this.cacheDir}`,
        `--userconfig=${join(this.home, 'npmrc')}`,
        `--globalconfig=${join(this.home, 'globalnpmrc')}`,
      ],
      { cwd, env: this.environment(), signal: this.signal },
    );
  }
}

function installError(stderr: string): SceneshiftError {
  const missing =
    /requested resource '([^']+)' could not be found/.exec(stderr)?.[1] ??
    /No matching version found for (\S+?)\.(?:\s|$)/.exec(stderr)?.[1];
  if (missing) {
    return new SceneshiftError(
      'PACK_INSTALL_FAILED',
      `The dependency '${missing}' is not in the registry that packages come from; publish it there, or force a version that is with --override name=version`,
    );
  }
  const summary = summarizeNpmError(stderr);
  if (/EALLOWGIT|allow-git|EALLOWREMOTE/i.test(stderr)) {
    return new SceneshiftError(
      'PACK_SPEC_FORBIDDEN',
      `A dependency does not come from the registry: ${summary}`,
    );
  }
  return new SceneshiftError(
    'PACK_INSTALL_FAILED',
    `The dependencies cannot be installed: ${summary}`,
  );
}

/** The lines of npm's complaint that say what is wrong, as one sentence. */
export function summarizeNpmError(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map(line => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter(line => line && !line.startsWith('npm warn'))
    .filter(line => !/A complete log|debug-0\.log|^code /.test(line));
  return lines.slice(0, 4).join(' ') || 'npm gave no reason';
}
