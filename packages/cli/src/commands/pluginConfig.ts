import { readFile } from 'node:fs/promises';
import type { PluginConfig } from '@sceneshift/backstage-plugin-lifecycle-common';
import { parse } from 'yaml';
import { CliError, EXIT } from '../runtime/CliError';

/** The configuration of a plugin from a YAML file, else what it has now, and single values, which win. */
export async function readPluginConfig(
  file: string | undefined,
  values: Record<string, string> | undefined,
  readPresent: () => Promise<PluginConfig>,
): Promise<PluginConfig | undefined> {
  if (!file && !values) return undefined;
  const config = await (file ? readFileConfig(file) : readPresent());
  for (const [path, value] of Object.entries(values ?? {})) {
    assign(config, path.split('.'), parse(value));
  }
  return config;
}

async function readFileConfig(file: string): Promise<PluginConfig> {
  try {
    const value: unknown = parse(await readFile(file, 'utf8'));
    if (isRecord(value)) return value;
  } catch (error) {
    throw new CliError(
      `The configuration '${file}' cannot be read: ${
        error instanceof Error ? error.message : error
      }`,
      EXIT.usage,
    );
  }
  throw new CliError(`The configuration '${file}' is no mapping`, EXIT.usage);
}

function assign(target: PluginConfig, path: string[], value: unknown) {
  const [key = '', ...rest] = path;
  if (['__proto__', 'constructor', 'prototype', ''].includes(key)) {
    throw new CliError(
      `'${path.join('.')}' is no configuration path`,
      EXIT.usage,
    );
  }
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const present = target[key];
  const next: PluginConfig = isRecord(present) ? present : {};
  target[key] = next;
  assign(next, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
