import type { ResolveError } from '@sceneshift/backstage-plugin-resolver-common';
import type { Request } from 'express';

const PARAMETER = 'environment';
const MOST_CHARACTERS = 63;

/** What is wrong with the query of `/resolve`, whose requests are not checked against the contract, in the form of its answers. */
export function queryFault(
  query: Request['query'],
): ResolveError['error'] | undefined {
  const unknown = Object.keys(query).find(name => name !== PARAMETER);
  if (unknown !== undefined) {
    return fault(unknown, `is unknown. What may be here: ${PARAMETER}`);
  }
  const { environment } = query;
  return environment === undefined || isName(environment)
    ? undefined
    : fault(
        PARAMETER,
        `must be the name of one environment, of 1 to ${MOST_CHARACTERS} characters`,
      );
}

function isName(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= MOST_CHARACTERS
  );
}

function fault(field: string, says: string): ResolveError['error'] {
  const message = `${field.slice(0, 60)} in the query ${says}`;
  return { code: 'INPUT_INVALID', field, message };
}
