import { namedLibraries, parseBuildErrors } from './buildErrors';
import { createWrapperName } from './federationName';
import { generateWrapper } from './frontendEntries';
import { createFrontendStubs } from './frontendStubs';
import { findPageRoutes } from './routes';
import { testBaseline } from '../testUtils/baseline';

describe('parseBuildErrors', () => {
  it('names libraries of Backstage that lack a name, in the words of both bundlers', () => {
    const errors = parseBuildErrors(`
      × ESModulesLinkingWarning: export 'NavItemBlueprint' (imported as 'NavItemBlueprint') was not found in '@backstage/frontend-plugin-api' (possible exports: a)
      'x' is not exported from '@backstage/core-compat-api/alpha'
      Module not found: Can't resolve './lost'`);
    expect(errors).toEqual([
      { module: '@backstage/frontend-plugin-api', name: 'NavItemBlueprint' },
      { module: '@backstage/core-compat-api/alpha', name: 'x' },
      { module: './lost', name: undefined },
    ]);
    expect(namedLibraries(errors)).toEqual([
      '@backstage/core-compat-api',
      '@backstage/frontend-plugin-api',
    ]);
  });
});

describe('createWrapperName', () => {
  const version = { name: '@demo/plugin-hello', version: '1.14.0-rc.1' };

  it('has only characters of a code symbol, and differs with every input', () => {
    const one = createWrapperName({ ...version, inputs: ['a'] });
    const two = createWrapperName({ ...version, inputs: ['b'] });
    expect(one).toMatch(/^demo-plugin-hello-v1-14-0-rc-1-[0-9a-f]{8}$/);
    expect(two).not.toBe(one);
  });
});

describe('generateWrapper', () => {
  it('passes one feature on and loads several together', () => {
    expect(generateWrapper('@demo/p', ['./alpha'])).toBe(
      `export { default } from '@demo/p/alpha';\n`,
    );
    expect(generateWrapper('@demo/p', ['.', './module'])).toBe(
      [
        `import { createFrontendFeatureLoader } from '@backstage/frontend-plugin-api';`,
        `import feature0 from '@demo/p';`,
        `import feature1 from '@demo/p/module';`,
        `export default createFrontendFeatureLoader({ loader: async () => [feature0, feature1] });`,
        '',
      ].join('\n'),
    );
  });
});

describe('createFrontendStubs', () => {
  it('forces Backstage and shared libraries, offers others, and leaves out private ones', () => {
    const stubs = createFrontendStubs(
      testBaseline,
      new Set(['@backstage/frontend-plugin-api']),
    );
    expect(stubs).toEqual([
      { name: 'react', version: '18.3.1', match: 'any' },
      { name: 'lodash', version: '4.18.1', match: 'satisfied' },
    ]);
  });
});

describe('findPageRoutes', () => {
  it('finds paths of pages and no others', () => {
    expect(
      findPageRoutes(`
        PageBlueprint.make({ params: { path: '/radar', title: 'x' } });
        PageBlueprint.makeWithOverrides({ factory(f) { return f({ defaultPath: \`/old\` }) } });
        EntityContentBlueprint.make({ params: { path: '/tab' } });`),
    ).toEqual(['/radar', '/old']);
  });
});
