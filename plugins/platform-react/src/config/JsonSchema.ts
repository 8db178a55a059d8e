/**
 * The part of JSON schema that configuration schemas of plugins use.
 *
 * @public
 */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  /** Backstage's keyword: who may see the value. */
  visibility?: 'frontend' | 'backend' | 'secret';
  deepVisibility?: 'frontend' | 'secret';
  deprecated?: boolean | string;
}

/** @public */
export function asJsonSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? value : {};
}
