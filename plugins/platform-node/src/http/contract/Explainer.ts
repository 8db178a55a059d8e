import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import type Ajv2020 from 'ajv/dist/2020';
import { describeError, notOneOf, pathOf, type Fault } from './describeError';
import { choicesOf, expected, isOfType, kindOf, type Schema } from './kinds';

/** Says what keeps a value from meeting a schema of an OpenAPI document: the first fault, for the document may be large. */
export class Explainer {
  readonly #ajv: Ajv2020;
  readonly #compiled = new WeakMap<object, ValidateFunction>();

  /** @param components - those of the document, which its schemas refer to */
  constructor(private readonly components: object, options: Options = {}) {
    this.#ajv = createAjv({ strict: false, verbose: true, ...options });
  }

  /** `undefined` when nothing is wrong. */
  explain(schema: Schema, value: unknown): Fault | undefined {
    const validate = this.#compile(schema);
    if (validate(value)) return undefined;
    // Of alternatives, the complaints about each come before the one about all of them.
    const error = validate.errors?.at(-1);
    if (!error) return undefined;
    return ['oneOf', 'anyOf'].includes(error.keyword)
      ? this.#explainAlternatives(error)
      : describeError(error, reference => this.#resolve(reference));
  }

  /** People who write one of several shapes mean that of their value's type, or that whose tag it bears. */
  #explainAlternatives({ schema, data, instancePath }: ErrorObject): Fault {
    const path = pathOf(instancePath);
    const all = (schema as Schema[]).map(item => this.#resolve(item));
    const fitting = all.filter(item => isOfType(data, item));
    if (fitting.length === 0) {
      const kinds = all.map(item => expected(item) ?? 'something else');
      return {
        path,
        says: `must be ${kinds.join(' or ')}, not ${kindOf(data)}`,
      };
    }
    const { fault, meant } = chooseByTag(fitting, data);
    const inner = fault ?? (meant && this.explain(meant, data));
    if (!inner) return { path, says: 'fits more than one of the alternatives' };
    return { path: [...path, ...inner.path], says: inner.says };
  }

  #compile(schema: Schema): ValidateFunction {
    const known = this.#compiled.get(schema);
    if (known) return known;
    const { components } = this;
    const compiled = this.#ajv.compile({ components, allOf: [schema] });
    this.#compiled.set(schema, compiled);
    return compiled;
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    const { schemas = {} } = this.components as {
      schemas?: Record<string, Schema>;
    };
    return (name !== undefined && schemas[name]) || schema;
  }
}

/** Loaded when a request is refused: whoever imports this package does not wait for a compiler of schemas. */
function createAjv(options: Options): Ajv2020 {
  const { default: Ajv } =
    require('ajv/dist/2020') as typeof import('ajv/dist/2020');
  const { default: addFormats } =
    require('ajv-formats') as typeof import('ajv-formats');
  return addFormats(new Ajv(options));
}

/** A tag is a member for which every alternative lists values of its own. */
function chooseByTag(
  alternatives: Schema[],
  data: unknown,
): { meant?: Schema; fault?: Fault } {
  const [first] = alternatives;
  const isTag = (name: string) =>
    alternatives.every(({ properties }) => choicesOf(properties?.[name]));
  const tag = Object.keys(first?.properties ?? {}).find(isTag);
  if (tag === undefined) return { meant: first };
  const choices = (schema: Schema) => choicesOf(schema.properties?.[tag]) ?? [];
  const value = (data as Record<string, unknown>)[tag];
  const meant = alternatives.find(schema => choices(schema).includes(value));
  if (meant) return { meant };
  const says = notOneOf(value, alternatives.flatMap(choices));
  return { fault: { path: [tag], says } };
}
