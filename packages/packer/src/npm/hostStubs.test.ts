import type { PackageManifest } from '../source/PackageManifest';
import { createInstallManifest, type HostStub } from './hostStubs';

const stubs: HostStub[] = [
  { name: '@backstage/errors', version: '1.3.1', match: 'any' },
  { name: 'lodash', version: '4.18.1', match: 'satisfied' },
];

function install(manifest: Partial<PackageManifest>, more = {}) {
  return createInstallManifest({
    manifest: { name: '@test/plugin', version: '1.0.0', ...manifest },
    stubDirectory: '/stubs',
    stubs,
    forced: {},
    includePeers: true,
    ...more,
  });
}

describe('createInstallManifest', () => {
  it('replaces host packages whatever their range, others only where they fit', () => {
    const { dependencies } = install({
      dependencies: { '@backstage/errors': '^0.1.0', lodash: '^3.0.0' },
    });
    expect(dependencies).toEqual({
      '@backstage/errors': 'file:/stubs/@backstage/errors',
      lodash: '^3.0.0',
    });
    expect(
      install({ dependencies: { lodash: '^4.0.0' } }).dependencies,
    ).toEqual({ lodash: 'file:/stubs/lodash' });
  });

  it('overrides them for packages further down as well', () => {
    expect(install({}).overrides).toEqual({
      '@backstage/errors': 'file:/stubs/@backstage/errors',
      'lodash@4.18.1': 'file:/stubs/lodash',
    });
  });

  it('lets forced versions win', () => {
    const forced = { lodash: '4.0.0', '@test/common': '1.13.0' };
    const manifest = install(
      { dependencies: { lodash: '^4.0.0', '@test/common': '^1.21.0' } },
      { forced },
    );
    expect(manifest.dependencies).toEqual(forced);
    expect(manifest.overrides).toMatchObject(forced);
  });

  it('adds required peers where nobody else brings them, never types or development', () => {
    const manifest = {
      dependencies: { '@types/node': '*', a: '1' },
      devDependencies: { jest: '*' },
      peerDependencies: { express: '^4.0.0', optional: '*' },
      peerDependenciesMeta: { optional: { optional: true } },
    };
    expect(install(manifest).dependencies).toEqual({
      a: '1',
      express: '^4.0.0',
    });
    expect(install(manifest, { includePeers: false }).dependencies).toEqual({
      a: '1',
    });
  });
});
