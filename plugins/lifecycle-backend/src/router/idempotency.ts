import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  principalRef,
  type PrincipalsService,
} from '@sceneshift/backstage-platform-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RequestHandler, Response } from 'express';
import type {
  IdempotencyScope,
  IdempotencyStore,
} from '../database/IdempotencyStore';
import { hashOf } from '../domain/hashOf';

const HEADER = 'idempotency-key';

/**
 * Answers a repeated POST with what the first one was answered. Refusals and failures are not kept: those may be tried again
 * with the same key.
 */
export function createIdempotency(deps: {
  store: IdempotencyStore;
  principals: PrincipalsService;
  logger: LoggerService;
}): RequestHandler {
  const { store, principals, logger } = deps;
  return async (request, response, next) => {
    const key = request.get(HEADER);
    if (!key) return next();
    const principal = await principals.fromRequest(request);
    const scope: IdempotencyScope = {
      organizationId: principal.organizationId,
      actor: principalRef(principal),
      operation: `${request.method} ${request.path}`,
      key,
    };
    const bodyHash = hashOf(request.body ?? null);
    const before = await store.claim(scope, bodyHash);
    if (!before) {
      keepAnswer(response, (status, body) =>
        (status < 400
          ? store.store(scope, status, body)
          : store.release(scope)
        ).catch(error => logger.error('Could not keep an answer', error)),
      );
      return next();
    }
    if (before.bodyHash !== bodyHash) throw reused(key);
    if (before.status === undefined) throw inProgress(key);
    response.set('Idempotent-Replayed', 'true');
    return response.status(before.status).json(before.answer);
  };
}

/**
 * Hands the answer over before it is sent, so that a repetition right after it finds it, or finds a refusal forgotten.
 * Refusals are sent as problems and not as JSON.
 */
function keepAnswer(
  response: Response,
  keep: (status: number, body: unknown) => Promise<void>,
): void {
  const json = response.json.bind(response);
  const send = response.send.bind(response);
  response.json = body => {
    if (response.statusCode >= 400) return json(body);
    keep(response.statusCode, body).finally(() => json(body));
    return response;
  };
  response.send = body => {
    if (response.statusCode < 400) return send(body);
    keep(response.statusCode, body).finally(() => send(body));
    return response;
  };
}

function reused(key: string): SceneshiftError {
  return new SceneshiftError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key '${key}' was used for another request: take a new one.`,
  );
}

function inProgress(key: string): SceneshiftError {
  return new SceneshiftError(
    'UNAVAILABLE',
    `The first request with the idempotency key '${key}' is still being worked on: try again in a moment.`,
  );
}
