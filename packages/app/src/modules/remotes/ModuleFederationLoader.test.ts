import {
  createIntegrityPlugin,
  resolveAsset,
  toLoadError,
} from './ModuleFederationLoader';
import { remoteEntry } from './testRemotes';

const entry = remoteEntry('hello', { entryIntegrity: 'sha384-xyz' });
const plugin = createIntegrityPlugin([entry], 'https://portal.example');

function createScript(url: string, name = entry.federationName) {
  return plugin.createScript!({
    url,
    remoteInfo: {
      name,
      entry: url,
      type: 'global',
      entryGlobalName: name,
      shareScope: 'default',
    },
  });
}

describe('createIntegrityPlugin', () => {
  it('puts the promised integrity on the entry', () => {
    const script = createScript(
      resolveAsset(entry.entryPath, 'https://portal.example'),
    ) as HTMLScriptElement;

    expect(script.integrity).toBe('sha384-xyz');
    expect(script.crossOrigin).toBe('anonymous');
  });

  it('refuses an entry that the list does not name', () => {
    expect(() => createScript('https://evil.example/remoteEntry.js')).toThrow(
      'The manifest names another entry',
    );
  });

  it('leaves scripts alone that belong to no remote', () => {
    expect(
      createScript('https://portal.example/chunk.js', 'unknown'),
    ).toBeUndefined();
  });
});

describe('resolveAsset', () => {
  it.each([
    ['/a/b.js', 'https://portal.example', 'https://portal.example/a/b.js'],
    ['/a/b.js', 'https://portal.example/', 'https://portal.example/a/b.js'],
    [
      'https://cdn.example/b.js',
      'https://x.example',
      'https://cdn.example/b.js',
    ],
  ])('%s on %s is %s', (path, backend, expected) => {
    expect(resolveAsset(path, backend)).toBe(expected);
  });
});

describe('toLoadError', () => {
  it('says in a sentence what the federation runtime explains at length', () => {
    const cause = new Error('[ Federation Runtime ]: … #RUNTIME-003 args: …');

    expect(toLoadError(cause)).toEqual(
      expect.objectContaining({
        code: 'FETCH_FAILED',
        message: 'Its manifest could not be read.',
        cause,
      }),
    );
  });

  it('keeps what the plugin itself threw', () => {
    const cause = new Error('boom');

    expect(toLoadError(cause)).toBe(cause);
  });
});
