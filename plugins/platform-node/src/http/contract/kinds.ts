/** As much of a JSON schema as is put into words. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}

const KINDS: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const BASES: Record<string, string> = { integer: 'number' };

/** What kind of value this is. The value itself may be a secret. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'an empty string';
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return 'a fraction';
  }
  return KINDS[typeof value] ?? typeof value;
}

/** What the values of a schema are, or `undefined` when that is more than a few words can say. */
export function expected(schema: Schema): string | undefined {
  const choices = choicesOf(schema);
  if (choices) return oneOf(choices);
  const names = [schema.type ?? []].flat().map(type => KINDS[type] ?? type);
  return names.length > 0 ? names.join(' or ') : undefined;
}

/** The values that a schema lists. */
export function choicesOf(schema: Schema | undefined): unknown[] | undefined {
  return schema?.const === undefined ? schema?.enum : [schema.const];
}

/** A choice, in words. */
export function oneOf(choices: unknown[]): string {
  const words = choices.map(choice => String(choice));
  return words.length === 1 ? words.join() : `one of ${words.join(', ')}`;
}

/** Whether a value is of a schema's type, as far as the schema says. */
export function isOfType(value: unknown, { type }: Schema): boolean {
  const types = [type ?? []].flat().map(name => BASES[name] ?? name);
  return types.length === 0 || types.includes(typeOf(value));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
