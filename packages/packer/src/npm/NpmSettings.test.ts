import { createMockDirectory } from '@backstage/backend-test-utils';
import { formatNpmrc, readNpmSettings } from './NpmSettings';

describe('readNpmSettings', () => {
  const directory = createMockDirectory();

  it('takes where packages come from, and no credential', async () => {
    directory.setContent({
      '.npmrc': [
        'registry=https://registry.example/',
        '@demo:registry=https://demo.example/npm/',
        '//registry.example/:_authToken=top-secret',
        'omit-lockfile-registry-resolved=true',
        'unknown-setting=1',
      ].join('\n'),
    });
    const settings = await readNpmSettings({
      PATH: process.env.PATH,
      HOME: directory.path,
    });
    expect(settings).toMatchObject({
      registry: 'https://registry.example/',
      '@demo:registry': 'https://demo.example/npm/',
    });
    expect(JSON.stringify(settings)).not.toContain('top-secret');
    expect(settings).not.toHaveProperty('omit-lockfile-registry-resolved');
    expect(formatNpmrc(settings)).toContain(
      'registry=https://registry.example/\n',
    );
  });
});
