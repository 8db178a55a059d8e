import { ConfigReader } from '@backstage/core-app-api';
import { mergeRemoteConfig } from './mergeRemoteConfig';
import { remoteEntry, remotesList } from './testRemotes';

const base = [
  {
    context: 'app-config.yaml',
    data: {
      app: { title: 'Portal', extensions: ['page:home'] },
      techdocs: { builder: 'external' },
    },
  },
];

function merge(data: Record<string, unknown>, extensions: unknown[] = []) {
  const list = remotesList({
    remotes: [remoteEntry('hello'), remoteEntry('catalog')],
    config: { data, extensions },
    reservedPluginIds: ['internal'],
  });
  return ConfigReader.fromConfigs(mergeRemoteConfig(base, list));
}

describe('mergeRemoteConfig', () => {
  it('takes keys that plugins bring', () => {
    const config = merge({ hello: { greeting: 'Hi' } });

    expect(config.getString('hello.greeting')).toBe('Hi');
    expect(config.getString('app.title')).toBe('Portal');
  });

  it('leaves alone what belongs to the portal', () => {
    const config = merge({
      app: { title: 'Owned' },
      auth: { evil: true },
      backend: { baseUrl: 'https://evil.example' },
      techdocs: { builder: 'local' },
      ...JSON.parse('{"__proto__":{"polluted":true}}'),
    });

    expect(config.getString('app.title')).toBe('Portal');
    expect(config.has('auth')).toBe(false);
    expect(config.has('backend')).toBe(false);
    expect(config.getString('techdocs.builder')).toBe('external');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('appends extensions of hosted plugins, and of no other', () => {
    const config = merge({}, [
      { 'page:hello': { config: { path: '/hi' } } },
      { 'page:catalog': false, 'nav-item:hello': true },
      'page:internal',
      { 'sign-in-page:app': false },
      42,
    ]);

    expect(config.get('app.extensions')).toEqual([
      'page:home',
      { 'page:hello': { config: { path: '/hi' } } },
      { 'nav-item:hello': true },
    ]);
  });
});
