import { classify } from './PackageManifest';

function manifest(backstage?: Record<string, string>) {
  return { name: '@test/plugin', version: '1.0.0', backstage };
}

describe('classify', () => {
  it.each([
    ['backend-plugin', 'backend', false],
    ['backend-plugin-module', 'backend', true],
    ['frontend-plugin', 'frontend', false],
    ['frontend-plugin-module', 'frontend', true],
  ])('knows %s', (role, platform, isModule) => {
    expect(classify(manifest({ role, pluginId: 'radar' }))).toEqual({
      role,
      pluginId: 'radar',
      platform,
      isModule,
    });
  });

  it.each([
    [undefined, /has no backstage.role/],
    ['common-library', /has the role 'common-library'/],
    ['backend', /has the role 'backend'/],
  ])('refuses the role %s with a reason', (role, message) => {
    const input = manifest(role ? { role } : undefined);
    expect(() => classify(input)).toThrow(message);
    expect(() => classify(input)).toThrow(
      expect.objectContaining({ code: 'PACK_ROLE_UNSUPPORTED' }),
    );
  });

  it('refuses a plugin without an id and says how to mend it', () => {
    expect(() => classify(manifest({ role: 'backend-plugin' }))).toThrow(
      /backstage-cli repo fix --publish/,
    );
  });
});
