import type { ErrorObject } from 'ajv';
import { choicesOf, expected, kindOf, oneOf, type Schema } from './kinds';
import { nearest } from './nearest';

/** What is wrong, below which member, in words that follow the member's name. */
export interface Fault {
  path: string[];
  says: string;
}

type Describe = (
  error: ErrorObject,
  schemaOf: (ref: Schema) => Schema,
) => { member?: string; says: string };

const FORMATS: Record<string, string> = {
  uuid: 'a UUID',
  'date-time': 'a date and time such as 2026-01-31T12:00:00Z',
};

/** How our documents say that a text must have something in it. */
const NOT_BLANK = '\\S';

const UNITS: Record<string, [least: string, most: string]> = {
  Length: ['character', 'characters'],
  Items: ['entry', 'entries'],
  Properties: ['member', 'members'],
};

const SIZES = Object.entries(UNITS).flatMap(([noun, units]) =>
  ['min', 'max'].map((end): [string, Describe] => [
    `${end}${noun}`,
    ({ params, data }) => ({ says: size(end, params.limit, units, data) }),
  ]),
);

/** By the keyword of the schema that a value does not meet. */
const DESCRIPTIONS: Record<string, Describe> = {
  ...Object.fromEntries(SIZES),
  required: ({ params, parentSchema }, schemaOf) => {
    const member = String(params.missingProperty);
    const schema = (parentSchema as Schema).properties?.[member];
    const what = schema && expected(schemaOf(schema));
    return { member, says: `is missing${what ? `: it must be ${what}` : ''}` };
  },
  additionalProperties: ({ params, parentSchema }) => {
    const member = String(params.additionalProperty);
    const { properties = {} } = parentSchema as Schema;
    return { member, says: unknown(member, Object.keys(properties)) };
  },
  type: ({ data, parentSchema }) => ({
    says: `must be ${expected(parentSchema as Schema)}, not ${kindOf(data)}`,
  }),
  enum: ({ data, parentSchema }) => ({
    says: notOneOf(data, choicesOf(parentSchema as Schema) ?? []),
  }),
  const: ({ data, parentSchema }) => ({
    says: notOneOf(data, choicesOf(parentSchema as Schema) ?? []),
  }),
  format: ({ data, params }) => ({
    says: `must be ${
      FORMATS[params.format] ?? `of the format ${params.format}`
    }: it is ${kindOf(data)} that is none`,
  }),
  pattern: ({ data, params, parentSchema }) => ({
    says: mismatch(params.pattern, parentSchema as Schema, data),
  }),
  propertyNames: ({ params }) => ({
    member: params.propertyName,
    says: 'is not a name that may be here',
  }),
  minimum: ({ data, params }) => ({
    says: `must be at least ${params.limit}, not ${data}`,
  }),
  maximum: ({ data, params }) => ({
    says: `must be at most ${params.limit}, not ${data}`,
  }),
  not: ({ schema }) => {
    const [member] = (schema as Schema).required ?? [];
    return { member, says: member ? 'must be left out' : 'is not allowed' };
  },
};

/** One complaint of the validator in words: where, the kind of what is there, and what is allowed. */
export function describeError(
  error: ErrorObject,
  schemaOf: (ref: Schema) => Schema,
): Fault {
  const { member, says } = DESCRIPTIONS[error.keyword]?.(error, schemaOf) ?? {
    says: `${error.message}: it is ${kindOf(error.data)}`,
  };
  const path = pathOf(error.instancePath);
  return { path: member === undefined ? path : [...path, member], says };
}

/** Says which values are allowed, and which of them may be meant. */
export function notOneOf(value: unknown, choices: unknown[]): string {
  const allowed = `must be ${oneOf(choices)}`;
  if (value === undefined) return `is missing: it ${allowed}`;
  if (typeof value !== 'string') return `${allowed}, not ${kindOf(value)}`;
  const meant = nearest(value, choices.map(String));
  const hint = meant ? `. Did you mean ${meant}?` : '';
  return `${allowed}, not another string${hint}`;
}

function mismatch(pattern: string, schema: Schema, value: unknown): string {
  if (pattern === NOT_BLANK) return 'must not be blank';
  const meaning = schema.description ? ` (${schema.description})` : '';
  return `must match ${pattern}${meaning}: it is ${kindOf(
    value,
  )} that does not`;
}

/** A JSON pointer as names. */
export function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function unknown(member: string, known: string[]): string {
  if (known.length === 0) return 'is unknown: nothing is allowed here';
  const meant = nearest(member, known);
  const hint = meant ? `: did you mean ${meant}?` : '.';
  return `is unknown${hint} What may be here: ${known.join(', ')}`;
}

function size(
  end: string,
  limit: number,
  [one, many]: [string, string],
  value: unknown,
): string {
  const unit = limit === 1 ? one : many;
  const given =
    value && typeof value === 'object'
      ? Object.keys(value).length
      : [...String(value)].length;
  return `must have at ${
    end === 'min' ? 'least' : 'most'
  } ${limit} ${unit}, not ${given}`;
}
