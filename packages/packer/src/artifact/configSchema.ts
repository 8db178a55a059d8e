import { join } from 'node:path';
import { loadConfigSchema, mergeConfigSchemas } from '@backstage/config-loader';

type JsonSchema = Parameters<typeof mergeConfigSchemas>[0][number];

interface SerializedSchemas {
  schemas?: Array<{ packageName: string; value: JsonSchema }>;
}

/**
 * The JSON schema of the configuration that some laid-out packages declare, with visibilities, or nothing
 * when they declare none. `.d.ts` schemas are compiled here, once, so that no host has to.
 */
export async function extractConfigSchema(
  directories: string[],
): Promise<Record<string, unknown> | undefined> {
  const schema = await loadConfigSchema({
    dependencies: [],
    packagePaths: directories.map(folder => join(folder, 'package.json')),
    excludePackageDependencies: true,
  });
  const { schemas = [] } = schema.serialize() as SerializedSchemas;
  const [only, ...more] = schemas.map(entry => entry.value);
  if (!only) return undefined;
  const merged = more.length ? mergeConfigSchemas([only, ...more]) : only;
  return merged as Record<string, unknown>;
}
