import { createMockDirectory } from '@backstage/backend-test-utils';
import { inspectNativeAddons } from './nativeAddons';

describe('inspectNativeAddons', () => {
  const directory = createMockDirectory();
  const path = 'node_modules/native';

  function inspect(entry = {}) {
    return inspectNativeAddons(directory.path, { [path]: entry }, [path]);
  }

  it('lets harmless install scripts pass: they never run', async () => {
    directory.setContent({
      [`${path}/package.json`]: '{"scripts":{"postinstall":"node warn.js"}}',
    });
    await expect(inspect({ hasInstallScript: true })).resolves.toEqual({
      dropped: [],
      platform: 'any',
    });
  });

  it('binds the artifact to the platform when a binary came along', async () => {
    directory.setContent({
      [`${path}/binding.gyp`]: '',
      [`${path}/prebuilds/x.node`]: '',
    });
    expect((await inspect()).platform).toBe(
      `${process.platform}-${process.arch}`,
    );
  });

  it('drops an optional package that would have to be compiled, and refuses a required one', async () => {
    directory.setContent({ [`${path}/binding.gyp`]: '' });
    expect((await inspect({ optional: true })).dropped).toEqual([path]);
    await expect(inspect()).rejects.toMatchObject({
      code: 'PACK_NATIVE_ADDON',
      message: expect.stringContaining(`'native' is compiled`),
    });
  });
});
