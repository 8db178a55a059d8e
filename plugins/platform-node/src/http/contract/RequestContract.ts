import type { Request } from 'express';
import type { Fault } from './describeError';
import { Explainer } from './Explainer';
import type { Schema } from './kinds';

/** What is wrong with a request, and with which field of it. */
export interface Complaint {
  field: string;
  message: string;
}

interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** As much of an OpenAPI document as requests are explained by. */
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: { parameters?: Record<string, Parameter> };
}

const JSON_TYPE = 'application/json';

const PLACES = ['path', 'query', 'header'] as const;

type Place = (typeof PLACES)[number];

/**
 * What an OpenAPI document allows in requests. The validator decides; this one is asked after a refusal, to say which
 * member is at fault, what it is and what it may be.
 */
export class RequestContract {
  readonly #document: Document;
  readonly #parameters: Explainer;
  readonly #bodies: Explainer;
  readonly #schemas = new Map<string, Schema>();

  constructor(spec: object) {
    this.#document = spec as Document;
    const { components = {} } = this.#document;
    // As the validator reads them: whatever is in a URL or a header comes as text.
    this.#parameters = new Explainer(components, { coerceTypes: true });
    this.#bodies = new Explainer(components);
  }

  /** `undefined` where this contract finds nothing to complain of. */
  complaint(request: Request): Complaint | undefined {
    const { openapi } = request as RoutedRequest;
    const route = openapi?.openApiRoute ?? '';
    const item = this.#document.paths[route];
    const operation = item?.[request.method.toLowerCase()];
    if (!operation) return undefined;
    const valuesIn = {
      path: { ...openapi?.pathParams },
      query: { ...request.query },
      header: { ...request.headers },
    };
    for (const place of PLACES) {
      const schema = this.#schemaOf(
        place,
        operation,
        `${request.method} ${route}`,
      );
      const fault = this.#parameters.explain(schema, valuesIn[place]);
      if (fault) return toComplaint(fault, place);
    }
    return this.#complaintOfBody(operation, request);
  }

  /** The parameters of one place as the members of an object. */
  #schemaOf(place: Place, { parameters = [] }: Operation, key: string): Schema {
    const name = `${place} ${key}`;
    const known = this.#schemas.get(name);
    if (known) return known;
    const here = parameters
      .map(parameter => this.#resolve(parameter))
      .filter(parameter => parameter.in === place);
    const schema = toSchema(here, place);
    this.#schemas.set(name, schema);
    return schema;
  }

  #resolve(parameter: Parameter): Parameter {
    const name = parameter.$ref?.split('/').at(-1);
    const { parameters = {} } = this.#document.components ?? {};
    return (name !== undefined && parameters[name]) || parameter;
  }

  #complaintOfBody(
    { requestBody }: Operation,
    request: Request,
  ): Complaint | undefined {
    const schema = requestBody?.content[JSON_TYPE]?.schema;
    if (!schema) return undefined;
    const type = request.get('content-type');
    if (!request.is(JSON_TYPE)) {
      const given = type ? `, not ${type}` : ': there is none';
      const message = `The Content-Type of the body must be ${JSON_TYPE}${given}`;
      return { field: 'Content-Type', message };
    }
    const fault = this.#bodies.explain(schema, request.body);
    return fault && toComplaint(fault, 'body');
  }
}

/** As the validator leaves it. */
type RoutedRequest = Request & {
  openapi?: { openApiRoute?: string; pathParams?: Record<string, string> };
};

function toSchema(parameters: Parameter[], place: Place): Schema {
  const nameOf = ({ name }: Parameter) =>
    place === 'header' ? name.toLowerCase() : name;
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(item => [nameOf(item), item.schema]),
    ),
    required: parameters.filter(({ required }) => required).map(nameOf),
    // Proxies and browsers add headers of their own.
    additionalProperties: place === 'header',
  };
  return schema;
}

function toComplaint({ path, says }: Fault, place: Place | 'body'): Complaint {
  const field = path.map(name => name || '""').join('.');
  const where = field ? `${field} in the ${place}` : `The ${place}`;
  return { field, message: `${where} ${says}` };
}
