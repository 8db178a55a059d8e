import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { ApiClient } from '../client/ApiClient';
import { Output, type TextStream } from '../output/Output';
import { CliError, EXIT } from './CliError';
import { ownFolder } from './ownFolder';

const DEFAULT_URL = 'http://localhost:7007';
const KEY_FILE = 'dev-api-key';

/** Options that every command has. */
interface GlobalOptions {
  url?: string;
  token?: string;
  organization?: string;
  json?: boolean;
}

/** What a command works with. */
export interface CommandContext {
  api: ApiClient;
  output: Output;
  /** The portal's address. */
  url: string;
  /** Fires when the command should end early. */
  signal?: AbortSignal;
}

/** The outside world as a run of the command sees it. */
export class Runtime {
  constructor(
    readonly world: {
      env: NodeJS.ProcessEnv;
      cwd: string;
      stdout: TextStream;
      stderr: TextStream;
      /** Standard input; `undefined` where a person sits at it. */
      stdin?: AsyncIterable<string | Uint8Array>;
      /** Fires when the command should end early, as on Ctrl-C. */
      signal?: AbortSignal;
    },
  ) {}

  /** Everything on standard input, without the line break at its end. */
  async readInput(): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.world.stdin ?? []) {
      chunks.push(Buffer.from(chunk));
    }
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  }

  /** The context of a command, from its own options and those of the program. */
  context(command: Command): CommandContext {
    const options = command.optsWithGlobals<GlobalOptions>();
    const { env, stdout, stderr, signal } = this.world;
    const url = options.url ?? env.SCENESHIFT_URL ?? DEFAULT_URL;
    assertUrl(url);
    const token =
      options.token ?? env.SCENESHIFT_TOKEN ?? this.#developmentKey();
    assertToken(token);
    const api = new ApiClient({
      url,
      token,
      organization: options.organization ?? env.SCENESHIFT_ORGANIZATION,
      signal,
    });
    const output = new Output(stdout, stderr, options.json ?? false);
    return { api, output, url, signal };
  }

  /** The key that `script/start` leaves for scripts of the same machine and user. */
  #developmentKey(): string | undefined {
    const { env, cwd } = this.world;
    const folders = env.SCENESHIFT_DATA
      ? [env.SCENESHIFT_DATA]
      : [...ancestors(cwd), ...ancestors(ownFolder)].map(folder =>
          join(folder, '.data'),
        );
    for (const folder of folders) {
      const key = readIfPresent(join(folder, KEY_FILE));
      if (key) return key;
    }
    return undefined;
  }
}

function assertUrl(url: string): void {
  if (URL.canParse(url) && /^https?:/i.test(url)) return;
  throw new CliError(
    `'${url}' is not the address of a portal: give one such as ${DEFAULT_URL} with --url or SCENESHIFT_URL`,
    EXIT.usage,
  );
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    // A folder that this user may not enter holds no key for this user.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(code)) return undefined;
    throw error;
  }
}

/** The value itself is a secret and is not repeated. */
function assertToken(token: string | undefined): void {
  if (token === undefined || /^[\x21-\x7e]*$/.test(token.trim())) return;
  throw new CliError(
    'The API key has characters that no key has, such as a line break: check --token or SCENESHIFT_TOKEN',
    EXIT.usage,
  );
}
