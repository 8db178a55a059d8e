import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { ErrorRequestHandler } from 'express';
import { RequestContract, type Complaint } from './contract/RequestContract';

/** Stands right after the validator: says in words which member of a refused request is at fault. */
export function explainRefusals(spec: object): ErrorRequestHandler {
  let contract: RequestContract | undefined;
  return (error, request, _response, next) => {
    contract ??= new RequestContract(spec);
    const complaint = contract.complaint(request);
    next(complaint ? toError(complaint, error) : error);
  };
}

function toError({ message, field }: Complaint, cause: unknown) {
  const details = field ? { field } : {};
  return new SceneshiftError('INPUT_INVALID', message, { cause, details });
}
