import type { JsonSchema } from './JsonSchema';

interface FieldBase {
  /** Place of the value in the configuration; array items have an index. */
  path: string[];
  label: string;
  description?: string;
  required: boolean;
  defaultValue?: unknown;
}

/**
 * One input of a configuration form.
 *
 * - `json` stands for everything that has no control of its own: it is edited as text.
 *
 * @public
 */
export type FormField =
  | (FieldBase & { kind: 'string' })
  | (FieldBase & { kind: 'boolean' })
  | (FieldBase & { kind: 'secret' })
  | (FieldBase & { kind: 'json' })
  | (FieldBase & {
      kind: 'number';
      integer: boolean;
      min?: number;
      max?: number;
    })
  | (FieldBase & { kind: 'enum'; options: Array<string | number | boolean> })
  | (FieldBase & { kind: 'object'; fields: FormField[] })
  | (FieldBase & { kind: 'array'; itemSchema: JsonSchema; secret: boolean });

interface FieldContext {
  path: string[];
  required: boolean;
  secret: boolean;
}

/**
 * The inputs that a plugin's configuration schema asks for, in the order of the schema.
 * `required` names paths (`techRadar.url`) that must be set beyond what the schema itself says.
 *
 * @public
 */
export function schemaFields(
  schema: JsonSchema,
  required: readonly string[] = [],
): FormField[] {
  return objectFields(schema, { path: [], required: true, secret: false }).map(
    field => markRequired(field, new Set(required)),
  );
}

/**
 * The input for one value of a schema, e.g. for an item of an array.
 *
 * @public
 */
export function schemaField(
  schema: JsonSchema,
  context: { path: string[]; required?: boolean; secret?: boolean },
): FormField {
  return toField(simplify(schema), {
    path: context.path,
    required: context.required ?? false,
    secret: context.secret ?? false,
  });
}

function objectFields(schema: JsonSchema, context: FieldContext): FormField[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) =>
    toField(simplify(property), {
      path: [...context.path, name],
      // What an optional object requires need not be there as long as the object is not.
      required: context.required && Boolean(schema.required?.includes(name)),
      secret: context.secret,
    }),
  );
}

function toField(schema: JsonSchema, context: FieldContext): FormField {
  const secret =
    context.secret ||
    schema.visibility === 'secret' ||
    schema.deepVisibility === 'secret';
  const base: FieldBase = {
    path: context.path,
    label: schema.title ?? labelOf(context.path),
    description: schema.description,
    required: context.required,
    defaultValue: schema.default,
  };
  return toTypedField(schema, base, secret);
}

function toTypedField(
  schema: JsonSchema,
  base: FieldBase,
  secret: boolean,
): FormField {
  const type = typeOf(schema);
  if (type === 'object' && schema.properties) {
    const context = { path: base.path, required: base.required, secret };
    return { ...base, kind: 'object', fields: objectFields(schema, context) };
  }
  if (type === 'array' && schema.items) {
    return { ...base, kind: 'array', itemSchema: schema.items, secret };
  }
  if (secret) return { ...base, kind: 'secret' };
  if (schema.enum)
    return { ...base, kind: 'enum', options: scalars(schema.enum) };
  if (type === 'number' || type === 'integer') {
    return {
      ...base,
      kind: 'number',
      integer: type === 'integer',
      min: schema.minimum,
      max: schema.maximum,
    };
  }
  if (type === 'string') return { ...base, kind: 'string' };
  if (type === 'boolean') return { ...base, kind: 'boolean' };
  return { ...base, kind: 'json' };
}

/** Resolves choices: the members' constants become an enum, else the simplest member stands for all. */
function simplify(schema: JsonSchema): JsonSchema {
  const choices = schema.anyOf ?? schema.oneOf;
  if (schema.allOf) return mergeAll(schema);
  if (!choices || choices.length === 0) return schema;
  if (choices.every(choice => choice.const !== undefined)) {
    return { ...schema, enum: choices.map(choice => choice.const) };
  }
  const scalar = choices.find(choice =>
    ['string', 'number', 'integer', 'boolean'].includes(typeOf(choice) ?? ''),
  );
  const [only] = choices;
  const chosen = choices.length === 1 ? only : scalar;
  return chosen
    ? { ...chosen, ...withoutChoices(schema) }
    : withoutChoices(schema);
}

function mergeAll(schema: JsonSchema): JsonSchema {
  const { allOf = [], ...own } = schema;
  const parts = [own, ...allOf.map(simplify)];
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(part => part.properties)),
    required: parts.flatMap(part => part.required ?? []),
  };
}

function withoutChoices(schema: JsonSchema): JsonSchema {
  const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = schema;
  return rest;
}

function typeOf(schema: JsonSchema): string | undefined {
  if (Array.isArray(schema.type)) {
    return schema.type.find(type => type !== 'null');
  }
  if (schema.type) return schema.type;
  return schema.properties ? 'object' : undefined;
}

function scalars(values: unknown[]): Array<string | number | boolean> {
  return values.filter((value): value is string | number | boolean =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
}

const ACRONYMS = /\b(api|id|url|uri|ttl|json|html|sso)\b/g;

function labelOf(path: string[]): string {
  const name = path[path.length - 1] ?? '';
  if (/^\d+$/.test(name)) return `Item ${Number(name) + 1}`;
  const spaced = name
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLocaleLowerCase();
  const words = spaced.replace(ACRONYMS, word => word.toLocaleUpperCase());
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function markRequired(field: FormField, required: Set<string>): FormField {
  const path = field.path.join('.');
  const marked = { ...field, required: field.required || required.has(path) };
  if (marked.kind !== 'object') return marked;
  return {
    ...marked,
    fields: marked.fields.map(child => markRequired(child, required)),
  };
}
