import type { LoggerService } from '@backstage/backend-plugin-api';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Request, RequestHandler, Response } from 'express';
import type { Knex } from 'knex';
import { principalRef, type PrincipalsService } from '../principals/types';
import { bodyHash } from './bodyHash';
import { ClaimRenewal } from './ClaimRenewal';
import { IdempotencyStore } from './IdempotencyStore';
import type { IdempotencyScope, KeptAnswer } from './types';

const HEADER = 'idempotency-key';
const KEPT_INSTEAD = 'idempotency.keptInstead';
/** Visible ASCII, as the header's draft standard has it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * What makes a POST safe to repeat: one with an `Idempotency-Key` is worked on once, and its repetitions within 24 hours
 * get the stored answer. Refusals and failures are not kept, those may be tried again with the same key.
 *
 * Mount it behind the parser of the body and before the routes; `migrateRoomTables` makes its table. Answers belong to
 * the caller, the path and the key, so a repetition tells a caller nothing that it was not told before.
 *
 * @public
 */
export function idempotency(deps: {
  database: Knex;
  principals: PrincipalsService;
  logger: LoggerService;
  now?: () => Date;
  /** How often a request that is still worked on says so. */
  renewEveryMs?: number;
}): RequestHandler {
  const store = new IdempotencyStore(deps.database, deps.now);
  return (request, response, next) => {
    const key = request.get(HEADER);
    if (request.method !== 'POST' || key === undefined) {
      next();
      return;
    }
    answerOnce({ ...deps, store }, request, response, key).then(
      isNew => isNew && next(),
      next,
    );
  };
}

/**
 * Repetitions of this request get `body` in place of its answer: for answers with a secret, which is shown once and
 * stored nowhere.
 *
 * @public
 */
export function keepInstead(response: Response, body: unknown): void {
  response.locals[KEPT_INSTEAD] = JSON.stringify(body);
}

/** @returns whether the request is the first with its key and has yet to be worked on */
async function answerOnce(
  deps: {
    store: IdempotencyStore;
    principals: PrincipalsService;
    logger: LoggerService;
    renewEveryMs?: number;
  },
  request: Request,
  response: Response,
  key: string,
): Promise<boolean> {
  assertKey(key);
  const { store, logger } = deps;
  const scope = await scopeOf(deps.principals, request, key);
  const claim = await store.claim(scope, await bodyHash(request.body));
  if (claim.kind === 'other-body') throw reused(key);
  if (claim.kind === 'in-progress') throw inProgress(key);
  if (claim.kind === 'answered') {
    replay(response, claim.answer);
    return false;
  }
  const renewal = new ClaimRenewal(claim.id, {
    store,
    logger,
    response,
    everyMs: deps.renewEveryMs,
  });
  beforeTheEnd(response, answer => {
    renewal.stop();
    return (
      answer.status < 400
        ? store.keep(claim.id, answer)
        : store.release(claim.id)
    ).catch(error => logger.error('Could not keep an answer', error));
  });
  return true;
}

async function scopeOf(
  principals: PrincipalsService,
  request: Request,
  key: string,
): Promise<IdempotencyScope> {
  const principal = await principals.fromRequest(request);
  return {
    organizationId: principal.organizationId,
    actor: principalRef(principal),
    operation: `${request.method} ${request.path}`,
    key,
  };
}

function replay(response: Response, answer: KeptAnswer): void {
  if (answer.contentType) response.set('Content-Type', answer.contentType);
  response.set('Idempotent-Replayed', 'true');
  response.status(answer.status).end(answer.body);
}

/** Hands the answer over before it is sent, so that a repetition right after it finds it, or finds a refusal forgotten. */
function beforeTheEnd(
  response: Response,
  keep: (answer: KeptAnswer) => Promise<void>,
): void {
  const end = response.end.bind(response);
  // Express and our routes end answers with the whole body or with none.
  response.end = (chunk: unknown = '') => {
    const answer = {
      status: response.statusCode,
      contentType: response.get('Content-Type'),
      body: response.locals[KEPT_INSTEAD] ?? String(chunk),
    };
    keep(answer).finally(() => end(chunk));
    return response;
  };
}

function assertKey(key: string): void {
  if (KEY.test(key)) return;
  throw new SceneshiftError(
    'INPUT_INVALID',
    'The header Idempotency-Key takes 1 to 255 visible ASCII characters, such as a UUID',
    { details: { field: 'Idempotency-Key' } },
  );
}

function reused(key: string): SceneshiftError {
  return new SceneshiftError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key '${key}' was used for another request: take a new one.`,
  );
}

function inProgress(key: string): SceneshiftError {
  return new SceneshiftError(
    'IDEMPOTENCY_KEY_IN_USE',
    `The first request with the idempotency key '${key}' is still being worked on: repeat it in a moment.`,
    { details: { retryAfterSeconds: 1 } },
  );
}
