import { createMockDirectory } from '@backstage/backend-test-utils';
import { extractConfigSchema } from './configSchema';

describe('extractConfigSchema', () => {
  const directory = createMockDirectory();

  it('compiles declarations, keeping what is required and how visible it is', async () => {
    directory.setContent({
      'package.json': '{"name":"@test/p","configSchema":"config.d.ts"}',
      'config.d.ts': `export interface Config {
        radar: {
          /** @visibility secret */
          token: string;
          /** @visibility frontend */
          title?: string;
        };
      }`,
    });
    const { configSchema, warnings } = await extractConfigSchema([
      directory.path,
    ]);
    expect(warnings).toEqual([]);
    expect(configSchema).toMatchObject({
      required: ['radar'],
      properties: {
        radar: {
          required: ['token'],
          properties: {
            token: { type: 'string', visibility: 'secret' },
            title: { type: 'string', visibility: 'frontend' },
          },
        },
      },
    });
  });

  it('merges the schemas of a plugin and its own library', async () => {
    const schema = (key: string) =>
      JSON.stringify({
        name: `@test/${key}`,
        configSchema: {
          type: 'object',
          properties: {
            radar: {
              type: 'object',
              properties: { [key]: { type: 'string' } },
            },
          },
        },
      });
    directory.setContent({
      'a/package.json': schema('a'),
      'b/package.json': schema('b'),
    });
    const { configSchema } = await extractConfigSchema([
      directory.resolve('a'),
      directory.resolve('b'),
    ]);
    expect(configSchema).toMatchObject({
      properties: {
        radar: { properties: { a: { type: 'string' }, b: { type: 'string' } } },
      },
    });
  });

  it('goes on without types of packages that are not here, and says so', async () => {
    directory.setContent({
      'package.json': '{"name":"@test/p","configSchema":"config.d.ts"}',
      'config.d.ts': `import { HumanDuration } from '@backstage/types';
        export interface Config { radar?: { every?: HumanDuration; url: string } }`,
    });
    const { configSchema, warnings } = await extractConfigSchema([
      directory.path,
    ]);
    expect(configSchema).toMatchObject({
      properties: { radar: { required: ['url'] } },
    });
    expect(warnings).toEqual([expect.stringContaining('is incomplete')]);
  });

  it('answers nothing for a package without configuration', async () => {
    directory.setContent({ 'package.json': '{"name":"@test/p"}' });
    expect(await extractConfigSchema([directory.path])).toEqual({
      warnings: [],
    });
  });
});
