import type { PluginConfig } from '@sceneshift/backstage-plugin-lifecycle-common';
import { parse } from 'yaml';
import { CliError, EXIT } from '../runtime/CliError';
import { readText } from '../runtime/files';

/** The configuration of a plugin from a YAML file, else what it has now, and single values, which win. */
export async function readPluginConfig(
  file: string | undefined,
  values: Record<string, string> | undefined,
  readPresent: () => Promise<PluginConfig>,
): Promise<PluginConfig | undefined> {
  if (!file && !values) return undefined;
  const config = await (file ? readFileConfig(file) : readPresent());
  for (const [path, value] of Object.entries(values ?? {})) {
    assign(config, path.split('.'), parseYaml(value, `The value of ${path}`));
  }
  return config;
}

async function readFileConfig(file: string): Promise<PluginConfig> {
  const value = parseYaml(await readText(file), `The configuration '${file}'`);
  if (isRecord(value)) return value;
  throw new CliError(
    `The configuration '${file}' is no mapping of names to values`,
    EXIT.usage,
  );
}

function parseYaml(text: string, what: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    // The lines after the first draw where it stands.
    const [reason = ''] = String((error as Error).message).split(/:?\s*\n/);
    throw new CliError(`${what} is not YAML: ${reason}`, EXIT.usage);
  }
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
