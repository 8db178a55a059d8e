import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a client printed, and how it ended. */
export interface Outcome {
  code: number;
  out: string;
}

/** Runs a package manager in project folders, with a home and caches of its own. */
export class NpmClient {
  constructor(
    private readonly options: {
      /** The program and its first arguments. */
      command: [string, ...string[]];
      /** Where project folders and the home are. */
      directory: string;
      /** Files of every project: how the client is told of registry and key. */
      settings: Record<string, string>;
    },
  ) {}

  /** Makes a project folder. */
  async project(name: string, files: Record<string, string>): Promise<string> {
    const folder = path.join(this.options.directory, name.replaceAll('/', '-'));
    const all = { ...this.options.settings, ...files };
    for (const [file, content] of Object.entries(all)) {
      const target = path.join(folder, file);
      await fs.mkdir(path.dirname(target), { recursive: true });
      await fs.writeFile(target, content);
    }
    return folder;
  }

  /** Makes the folder of a plugin that can be published. */
  async plugin(packageJson: {
    name: string;
    version: string;
  }): Promise<string> {
    const { name, version } = packageJson;
    return this.project(`${name}-${version}`, {
      'package.json': JSON.stringify(packageJson),
      'README.md': '# Hello\n',
      'dist/index.cjs.js': 'exports.default = {};\n',
    });
  }

  async run(cwd: string, ...args: string[]): Promise<Outcome> {
    const [program, ...first] = this.options.command;
    const home = path.join(this.options.directory, 'home');
    await fs.mkdir(home, { recursive: true });
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      CI: 'true',
      npm_config_cache: path.join(home, 'cache'),
      npm_config_fetch_retries: '0',
      npm_config_update_notifier: 'false',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    };
    return run(program, [...first, ...args], {
      cwd,
      env,
      timeout: 30_000,
    }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
      error => ({
        code: Number(error.code ?? 1),
        out: error.stdout + error.stderr,
      }),
    );
  }
}

/** `.npmrc` for npm and pnpm. */
export function npmrc(baseUrl: string, key: string): string {
  const url = `${baseUrl}/api/registry/npm/`;
  return `registry=${url}\n${url.replace('http:', '')}:_authToken=${key}\n`;
}

/** `.yarnrc.yml` for yarn 4. */
export function yarnrc(baseUrl: string, key: string): string {
  return [
    `npmRegistryServer: ${baseUrl}/api/registry/npm`,
    `npmAuthToken: ${key}`,
    'npmAlwaysAuth: true',
    'unsafeHttpWhitelist: ["127.0.0.1"]',
    'nodeLinker: node-modules',
    'enableTelemetry: false',
    'npmMinimalAgeGate: 0',
    '',
  ].join('\n');
}
