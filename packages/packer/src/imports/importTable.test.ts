import { createMockDirectory } from '@backstage/backend-test-utils';
import { checkLinks } from '@sceneshift/backstage-platform-common';
import { testBaseline } from '../testUtils/baseline';
import { createImportTable } from './importTable';

describe('createImportTable', () => {
  const directory = createMockDirectory();

  function table(follow: string[] = []) {
    return createImportTable({
      root: directory.path,
      entries: ['dist/index.cjs.js'],
      follow: new Set(follow),
    });
  }

  it('follows own files and private packages that can reach the host, and no others', () => {
    directory.setContent({
      'dist/index.cjs.js': `
        var plugin = require('./plugin.cjs.js');
        var common = require('@test/common');
        var other = require('other');
        exports.default = plugin.create;`,
      'dist/plugin.cjs.js': `
        var api = require('@backstage/backend-plugin-api');
        api.createBackendPlugin({ deps: api.coreServices });`,
      'dist/never-loaded.cjs.js': `require('@backstage/gone').x;`,
      'node_modules/@test/common/package.json': '{"main":"index.js"}',
      'node_modules/@test/common/index.js': `exports.e = require('@backstage/errors').InputError;`,
      'node_modules/other/package.json': '{"main":"index.js"}',
      'node_modules/other/index.js': `require('@backstage/unseen').x;`,
    });
    expect(table(['@test/common'])).toEqual({
      '@backstage/backend-plugin-api': ['coreServices', 'createBackendPlugin'],
      '@backstage/errors': ['InputError'],
    });
  });

  it('leads to link errors that name the missing package, entry and export', () => {
    directory.setContent({
      'dist/index.cjs.js': `
        require('@backstage/backend-plugin-api').removed;
        require('@backstage/errors/alpha').x;
        require('@backstage/backend-test-utils').mockServices;`,
    });
    expect(checkLinks(table(), testBaseline)).toEqual([
      {
        module: '@backstage/backend-plugin-api',
        name: 'removed',
        code: 'HOST_LACKS_EXPORT',
      },
      {
        module: '@backstage/backend-test-utils',
        code: 'HOST_LACKS_PACKAGE',
      },
      { module: '@backstage/errors/alpha', code: 'HOST_LACKS_ENTRY' },
    ]);
  });

  it('follows a private package that can only be imported', () => {
    directory.setContent({
      'dist/index.cjs.js': `import('only-esm');`,
      'node_modules/only-esm/package.json':
        '{"type":"module","exports":{".":{"import":"./index.js"}}}',
      'node_modules/only-esm/index.js': `export { InputError } from '@backstage/errors';`,
    });
    expect(table(['only-esm'])).toEqual({
      '@backstage/errors': ['InputError'],
    });
  });

  it('refuses a file that is no JavaScript, because its imports would go unchecked', () => {
    directory.setContent({ 'dist/index.cjs.js': 'let = = ;' });
    expect(() => table()).toThrow(/dist\/index.cjs.js.*cannot be parsed/);
  });
});
