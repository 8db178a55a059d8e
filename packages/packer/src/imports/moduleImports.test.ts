import { readModuleImports } from './moduleImports';

function read(text: string): Record<string, string[]> {
  return Object.fromEntries(
    [...readModuleImports(text)].map(([module, names]) => [
      module,
      [...names].sort(),
    ]),
  );
}

describe('readModuleImports', () => {
  it.each([
    ['rollup', `var a = require('a'); exports.x = a.createPlugin({});`],
    [
      'interop',
      `var a = require('a'); var b = _interopDefaultCompat(a); b.default.createPlugin();`,
    ],
    ['TypeScript', `const a_1 = require("a"); (0, a_1.createPlugin)();`],
    [
      'esbuild',
      `var import_a = __toESM(require("a")); import_a.createPlugin();`,
    ],
    ['by hand', `const { createPlugin } = require('a');`],
    ['direct', `module.exports = require('a').createPlugin();`],
    ['ES module', `import { createPlugin as c } from 'a'; c();`],
    ['namespace', `import * as a from 'a'; a.createPlugin();`],
    ['re-export', `export { createPlugin } from 'a';`],
    [
      'dynamic',
      `async function f() { const { createPlugin } = await import('a'); }`,
    ],
    [
      'used before it is bound',
      `function f() { return a.createPlugin; } var a = require('a');`,
    ],
    ['destructured later', `var a = require('a'); const { createPlugin } = a;`],
  ])('finds a name in the %s form', (_, text) => {
    expect(read(text).a).toContain('createPlugin');
  });

  it('tells the whole namespace from an import for its effect', () => {
    expect(
      read(
        `export * from 'a'; import 'b'; __exportStar(require('c'), exports);`,
      ),
    ).toEqual({ a: ['*'], b: [], c: ['*'] });
  });

  it('says * where a name is computed', () => {
    expect(read(`var a = require('a'); a[name]();`)).toEqual({ a: ['*'] });
  });

  it('ignores strings, comments and local requires', () => {
    expect(
      read(`// require('a')\nconst text = "require('b')"; require(name);`),
    ).toEqual({});
  });

  it('reads sloppy scripts', () => {
    expect(read(`var a = require('a'); with (x) { a.old(); }`)).toEqual({
      a: ['old'],
    });
  });
});
