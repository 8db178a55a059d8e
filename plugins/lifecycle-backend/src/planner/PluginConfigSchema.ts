import { mergeConfigSchemas } from '@backstage/config-loader';
import { isSecretReference } from '@sceneshift/backstage-plugin-lifecycle-common';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { JSONSchema7 } from 'json-schema';
import addFormats from 'ajv-formats';
import type { LockedPlugin } from '../domain/GenerationContent';
import {
  fromInstancePath,
  isObject,
  leaves,
  setPath,
} from '../domain/configPaths';

/** What a check of a configuration found. Paths are dotted. */
export interface ConfigFindings {
  missing: string[];
  invalid: Array<{ path: string; message: string }>;
  /** Secret paths that hold a value instead of a reference. */
  plainSecrets: string[];
}

type Visibility = 'frontend' | 'backend' | 'secret';

/** Stands where a reference stands while the schema is checked: the value itself is not known here. */
const PLACEHOLDER = 'secret';

/** The configuration schema of one plugin: that of all of its packages, merged as Backstage merges them. */
export class PluginConfigSchema {
  private readonly visibilities = new Map<string, Visibility>();
  private readonly validate: ValidateFunction;

  private constructor(readonly schema: Record<string, unknown>) {
    this.validate = this.compile();
  }

  /** @returns undefined when no package has a schema */
  static of(
    plugin: Pick<LockedPlugin, 'packages'>,
  ): PluginConfigSchema | undefined {
    const schemas = plugin.packages.flatMap(item => item.configSchema ?? []);
    if (!schemas.length) return undefined;
    const merged = mergeConfigSchemas(schemas as JSONSchema7[]);
    return new PluginConfigSchema(merged as Record<string, unknown>);
  }

  /** Top-level keys that the plugin declares. */
  get keys(): string[] {
    return Object.keys(
      isObject(this.schema.properties) ? this.schema.properties : {},
    );
  }

  check(config: Record<string, unknown>): ConfigFindings {
    const { filled, references } = fillSecrets(config);
    const errors = this.run(filled).filter(
      error => !references.includes(fromInstancePath(error.instancePath)),
    );
    const required = errors.filter(({ keyword }) => keyword === 'required');
    return {
      missing: unique(required.map(missingPath)),
      invalid: errors.filter(isOwnFault).map(toFinding),
      plainSecrets: leaves(filled)
        .map(({ path }) => path)
        .filter(path => this.isSecret(path) && !references.includes(path)),
    };
  }

  /** The part of a configuration that the app may see, as it is declared: nothing else ever leaves. */
  frontendPart(config: Record<string, unknown>): Record<string, unknown> {
    const { filled } = fillSecrets(config);
    this.run(filled);
    const visible = this.visiblePart(config, '');
    return isObject(visible) ? visible : {};
  }

  private visiblePart(value: unknown, path: string): unknown {
    if (isSecretReference(value)) return undefined;
    const child = (key: string) => (path ? `${path}.${key}` : key);
    if (Array.isArray(value)) {
      const items = value.map((item, i) =>
        this.visiblePart(item, child(`${i}`)),
      );
      const kept = items.filter(item => item !== undefined);
      return kept.length ? kept : undefined;
    }
    if (isObject(value)) {
      const entries = Object.entries(value)
        .map(
          ([key, item]) => [key, this.visiblePart(item, child(key))] as const,
        )
        .filter(([, item]) => item !== undefined);
      return entries.length ? Object.fromEntries(entries) : undefined;
    }
    return this.visibilities.get(path) === 'frontend' ? value : undefined;
  }

  private run(config: Record<string, unknown>): ErrorObject[] {
    this.visibilities.clear();
    this.validate(config);
    return this.validate.errors ?? [];
  }

  private isSecret(path: string): boolean {
    return this.visibilities.get(path) === 'secret';
  }

  private compile(): ValidateFunction {
    const ajv = new Ajv({
      allErrors: true,
      strict: false,
      validateSchema: false,
    });
    addFormats(ajv);
    ajv.addKeyword({ keyword: 'visibility', compile: this.recorder(false) });
    ajv.addKeyword({ keyword: 'deepVisibility', compile: this.recorder(true) });
    return ajv.compile(this.schema);
  }

  /** A keyword that notes the visibility of what it stands on, as Backstage's own config loader does. */
  private recorder(deep: boolean) {
    return (visibility: Visibility) =>
      (data: unknown, context?: { instancePath: string }) => {
        const path = fromInstancePath(context?.instancePath ?? '');
        this.visibilities.set(path, visibility);
        if (deep) {
          for (const leaf of leaves(data, path)) {
            this.visibilities.set(leaf.path, visibility);
          }
        }
        return true;
      };
  }
}

function fillSecrets(config: Record<string, unknown>): {
  filled: Record<string, unknown>;
  references: string[];
} {
  const filled = structuredClone(config);
  const references = leaves(config)
    .filter(({ value }) => isSecretReference(value))
    .map(({ path }) => path);
  for (const path of references) setPath(filled, path, PLACEHOLDER);
  return { filled, references };
}

function missingPath(error: ErrorObject): string {
  const parent = fromInstancePath(error.instancePath);
  const { missingProperty } = error.params as { missingProperty: string };
  return parent ? `${parent}.${missingProperty}` : missingProperty;
}

/** `if`, `anyOf` and the like only repeat what their parts say. */
function isOwnFault(error: ErrorObject): boolean {
  return !['required', 'if', 'anyOf', 'oneOf', 'allOf'].includes(error.keyword);
}

function toFinding(error: ErrorObject) {
  return {
    path: fromInstancePath(error.instancePath),
    message: error.message ?? 'is not valid',
  };
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
