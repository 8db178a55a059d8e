import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMockDirectory } from '@backstage/backend-test-utils';
import type { Command } from 'commander';
import { createProgram } from './program';
import { Runtime } from './runtime/Runtime';
import { runCli } from './testUtils/runCli';
import { usePortal } from './testUtils/usePortal';

/** Arguments that are well-formed, by command; what is not here takes none. */
const ARGUMENTS: Record<string, string[]> = {
  yank: ['@a/b@1.0.0', '--reason', 'It leaks'],
  'advisory add': [
    ...['@a/b', '<1.1.0', '--id', 'A-1'],
    ...['--severity', 'low', '--title', 'x'],
  ],
  'advisory accept': ['A-1', ...['--reason', 'text', '--until', '2027-01-31']],
  'advisory revoke': ['acceptance-1'],
  'advisory withdraw': ['A-1'],
  search: ['radar'],
  plan: ['development', 'install', 'radar'],
  apply: ['p1'],
  status: ['r1'],
  rollback: ['development'],
  pause: ['development', '--reason', 'Audit'],
  resume: ['development'],
  'snapshots list': ['development'],
  'snapshots create': ['development', 'radar'],
  'snapshots restore': ['development', 's1', '--confirm'],
  'snapshots delete': ['development', 's1'],
  'exports list': ['development'],
  'exports download': ['development', 'e1'],
  'exports delete': ['development', 'e1'],
  impact: ['development', 'radar'],
  why: ['development', '@a/b'],
  logs: ['development', 'radar'],
  'secrets list': ['development'],
  'secrets set': ['development', 'token'],
  'secrets remove': ['development', 'token'],
  'api-keys create': ['ci', '--scope', 'read'],
  'api-keys revoke': ['k1'],
};

/** They work on files; what they need of a portal comes after that. */
const LOCAL = ['pack', 'publish', 'import', 'baseline create', 'resolve'];

/** Ids stand in paths: these would name another path. */
const NO_IDS = ['', ' ', '.', '..'];

const LINE = /^[A-Z_]+: \S.+\n$/;

function leaves(command: Command, names: string[] = []): string[] {
  return command.commands.flatMap(item => {
    const own = [...names, item.name()];
    return item.commands.length > 0 ? leaves(item, own) : own.join(' ');
  });
}

describe('every command', () => {
  const { portal, cli } = usePortal();
  const directory = createMockDirectory({ content: { 'a.yaml': '[' } });
  const stdout = { write: () => undefined };
  const world = { env: {}, cwd: '/', stdout, stderr: stdout };
  const all = leaves(createProgram(new Runtime(world)));
  const remote = all.filter(name => !LOCAL.includes(name));
  const argsOf = (name: string) => [
    ...name.split(' '),
    ...(ARGUMENTS[name] ?? []),
  ];

  it.each(all)(
    '%s refuses an unknown option, saying where help is',
    async name => {
      const {
        exitCode,
        stdout: out,
        stderr,
      } = await cli(...argsOf(name), '--nonsense');
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(stderr).toMatch(LINE);
      expect(stderr).toContain(`(see: sceneshift ${name} --help)`);
    },
  );

  it.each(Object.keys(ARGUMENTS).filter(name => name !== 'status'))(
    '%s refuses to guess what it is not told',
    async name => {
      const {
        exitCode,
        stdout: out,
        stderr,
      } = await cli(...name.split(' '), '--json');
      expect(exitCode).toBe(2);
      expect(JSON.parse(out).error.code).toBe('INPUT_INVALID');
      expect(stderr).toMatch(
        /^INPUT_INVALID: (Missing required argument|Required option) /,
      );
      expect(portal.requests).toEqual([]);
    },
  );

  it.each(['secrets', 'snapshots', 'exports', 'api-keys', 'advisory'])(
    '%s alone shows its commands',
    async name => {
      const { exitCode, stdout: out, stderr } = await cli(name);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(stderr).toContain('Usage: sceneshift');
      expect(stderr).toMatch(
        /INPUT_INVALID: Name one of the commands above .+\n$/,
      );
    },
  );

  it.each(remote)('%s says that the portal is away', async name => {
    const {
      exitCode,
      stdout: out,
      stderr,
    } = await runCli(
      [...argsOf(name), '--url', 'http://127.0.0.1:1', '--json'],
      {},
      directory.path,
      ['value'],
    );
    expect(exitCode).toBe(4);
    expect(JSON.parse(out).error.code).toBe('UNAVAILABLE');
    expect(stderr).toMatch(LINE);
    expect(stderr).toContain('http://127.0.0.1:1');
  });

  it.each(remote)('%s says what is wrong with the key', async name => {
    portal.otherwise(() => ({
      status: 401,
      body: { code: 'API_KEY_EXPIRED', detail: 'The key expired.' },
    }));
    const {
      exitCode,
      stdout: out,
      stderr,
    } = await runCli(
      [...argsOf(name), '--url', portal.url, '--json'],
      {},
      directory.path,
      ['value'],
    );
    expect(exitCode).toBe(3);
    expect(JSON.parse(out).error.code).toBe('API_KEY_EXPIRED');
    expect(stderr).toBe(
      'API_KEY_EXPIRED: The key expired. Pass a valid API key with --token or SCENESHIFT_TOKEN\n',
    );
  });

  it.each([
    'apply',
    'resume',
    'logs',
    'advisory withdraw',
    'api-keys revoke',
    'secrets remove',
    'exports delete',
    'snapshots delete',
    'plugins',
  ])('%s takes no id that is none for another path', async name => {
    const known = ARGUMENTS[name] ?? ['radar'];
    for (const id of NO_IDS) {
      const args = [...name.split(' '), ...known.slice(0, -1), id];
      const { exitCode, stderr } = await cli(...args);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^INPUT_INVALID: .* is not the (id|name) of /);
    }
    expect(portal.requests).toEqual([]);
  });

  it.each([
    [['baseline', 'create', '--portal', '/nope'], /\/nope/],
    [
      ['resolve', '--file', '/nope'],
      /'\/nope' cannot be read: there is no such file or folder/,
    ],
    [
      ['resolve', '--file', '/'],
      /'\/' cannot be read: it is a folder, not a file/,
    ],
    [
      ['plan', 'd', 'configure', 'r', '--config', '/nope'],
      /'\/nope' cannot be read/,
    ],
    [
      ['plan', 'd', 'install', 'r', '--set', 'a=['],
      /The value of a is not YAML/,
    ],
    [
      ['plan', 'd', 'install', 'r', '--package', ' =1.0.0'],
      /the form name=value/,
    ],
    [
      ['plan', 'd', 'install', 'r', '--package', 'a=^1.0.0'],
      /'\^1\.0\.0' is not an exact version/,
    ],
    [['rollback', 'd', ''], /A generation is a whole number/],
    [
      ['api-keys', 'create', 'k', '--scope', 'read', '--expires-in', '1e9'],
      /positive whole number/,
    ],
    [
      [
        'api-keys',
        'create',
        'k',
        '--scope',
        'read',
        '--expires-in',
        '99999999',
      ],
      /36500 at most/,
    ],
  ])('names what it cannot use: %j', async (args, message) => {
    const { exitCode, stdout: out, stderr } = await cli(...args);
    expect({ out, stderr }).toEqual({
      out: '',
      stderr: expect.stringMatching(message),
    });
    expect(stderr).toMatch(LINE);
    expect(exitCode).toBe(2);
  });

  describe('with something else at the address', () => {
    let server: Server;
    beforeAll(async () => {
      server = createServer((_request, response) => {
        response.end('<!doctype html>');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterAll(() => {
      server.close();
    });

    it('says that it is no portal', async () => {
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}`;
      expect(await runCli(['environments', '--url', url])).toMatchObject({
        exitCode: 4,
        stderr: `UNAVAILABLE: ${url} does not answer as a portal does; is --url right?\n`,
      });
    });
  });
});
