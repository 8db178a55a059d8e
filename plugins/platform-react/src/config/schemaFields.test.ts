import type { JsonSchema } from './JsonSchema';
import { schemaFields, type FormField } from './schemaFields';

/** A field in a line: `kind path` and what is special about it. */
function outline(fields: FormField[]): string[] {
  return fields.flatMap(field => {
    const line = [
      field.kind,
      field.path.join('.'),
      field.required ? 'required' : '',
    ]
      .filter(Boolean)
      .join(' ');
    return field.kind === 'object' ? [line, ...outline(field.fields)] : [line];
  });
}

function outlineOf(properties: JsonSchema['properties']) {
  return outline(schemaFields({ type: 'object', properties }));
}

describe('schemaFields', () => {
  it('makes one field per kind of value', () => {
    expect(
      outlineOf({
        text: { type: 'string' },
        count: { type: 'integer' },
        on: { type: 'boolean' },
        choice: { enum: ['a', 'b'] },
        list: { type: 'array', items: { type: 'string' } },
        map: { type: 'object', additionalProperties: { type: 'string' } },
        group: { type: 'object', properties: { inner: { type: 'number' } } },
        anything: {},
      }),
    ).toEqual([
      'string text',
      'number count',
      'boolean on',
      'enum choice',
      'array list',
      'json map',
      'object group',
      'number group.inner',
      'json anything',
    ]);
  });

  it('marks what the schema requires, and what the plan requires beyond it', () => {
    const properties: JsonSchema['properties'] = {
      optional: {
        type: 'object',
        required: ['inner'],
        properties: { inner: { type: 'string' } },
      },
      radar: {
        type: 'object',
        required: ['url'],
        properties: { url: { type: 'string' }, token: { type: 'string' } },
      },
    };

    const schema: JsonSchema = { properties, required: ['radar'] };

    expect(outline(schemaFields(schema))).toEqual([
      'object optional',
      'string optional.inner',
      'object radar required',
      'string radar.url required',
      'string radar.token',
    ]);
    expect(outline(schemaFields(schema, ['radar.token']))).toContain(
      'string radar.token required',
    );
  });

  it('never shows a secret as text, also when the whole object is secret', () => {
    expect(
      outlineOf({
        token: { type: 'string', visibility: 'secret' },
        credentials: {
          type: 'object',
          deepVisibility: 'secret',
          properties: { user: { type: 'string' } },
        },
      }),
    ).toEqual([
      'secret token',
      'object credentials',
      'secret credentials.user',
    ]);
  });

  it.each<[string, JsonSchema, string]>([
    ['constants', { anyOf: [{ const: 'a' }, { const: 'b' }] }, 'enum x'],
    [
      'text or an object',
      { anyOf: [{ type: 'object', properties: {} }, { type: 'string' }] },
      'string x',
    ],
    [
      'objects only',
      { oneOf: [{ type: 'object' }, { type: 'array' }] },
      'json x',
    ],
    ['text or nothing', { type: ['string', 'null'] }, 'string x'],
    [
      'several schemas at once',
      { allOf: [{ properties: { a: { type: 'string' } } }] },
      'object x',
    ],
  ])('copes with %s', (_, schema, expected) => {
    expect(outlineOf({ x: schema })[0]).toBe(expected);
  });

  it('names fields for people', () => {
    const [field] = schemaFields({
      properties: { refreshUrlInMinutes: { type: 'number' } },
    });

    expect(field?.label).toBe('Refresh URL in minutes');
  });
});
