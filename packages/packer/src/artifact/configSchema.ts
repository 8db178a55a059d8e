import { join } from 'node:path';
import { loadConfigSchema, mergeConfigSchemas } from '@backstage/config-loader';

type JsonSchema = Parameters<typeof mergeConfigSchemas>[0][number];

interface SerializedSchemas {
  schemas?: Array<{ packageName: string; value: JsonSchema }>;
}

/** The merged schema, if there is one, and what could not be read. */
export interface ExtractedSchema {
  configSchema?: Record<string, unknown>;
  warnings: string[];
}

/**
 * The JSON schema of the configuration that some laid-out packages declare, with visibilities, or nothing
 * when they declare none. `.d.ts` schemas are compiled here, once, so that no host has to.
 */
export async function extractConfigSchema(
  directories: string[],
): Promise<ExtractedSchema> {
  const warnings: string[] = [];
  const schema = await loadConfigSchema({
    dependencies: [],
    packagePaths: directories.map(folder => join(folder, 'package.json')),
    excludePackageDependencies: true,
    // Types of other packages are not here. What cannot be resolved goes unchecked, which is worth a warning.
    onSchemaError: ({ source, cause }) =>
      warnings.push(
        `The configuration schema of ${source} is incomplete: ${firstLine(
          cause.message,
        )}`,
      ),
  });
  const { schemas = [] } = schema.serialize() as SerializedSchemas;
  const [only, ...more] = schemas.map(entry => entry.value);
  if (!only) return { warnings };
  const merged = more.length ? mergeConfigSchemas([only, ...more]) : only;
  return { configSchema: merged as Record<string, unknown>, warnings };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
