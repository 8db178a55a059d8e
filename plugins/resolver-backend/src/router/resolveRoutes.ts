import { resolverRequestResolvePermission } from '@sceneshift/backstage-plugin-resolver-common';
import express, { type Router } from 'express';
import type { RouterDeps } from './types';

/**
 * The solver's front door. Bodies go to a solver thread as they came, and answers come from there as they are sent: neither
 * is read here, so that no request holds up others. That thread also says what is wrong with a body, naming the field.
 */
export function addResolveRoutes(
  router: Router,
  { gate, idempotency, resolver, policies, bodyBytes }: RouterDeps,
): void {
  const body = express.raw({ type: () => true, limit: bodyBytes });
  router.post(
    '/resolve',
    async (request, response, next) => {
      const { organizationId } = await gate.enter(
        request,
        resolverRequestResolvePermission,
      );
      response.locals.organizationId = organizationId;
      next();
    },
    body,
    idempotency,
    async (request, response) => {
      const bytes = Buffer.isBuffer(request.body)
        ? request.body
        : Buffer.alloc(0);
      const { organizationId } = response.locals;
      const { environment } = request.query;
      const name = typeof environment === 'string' ? environment : undefined;
      const { accepted, answer } = await resolver.answer(
        organizationId,
        bytes,
        () => policies.of(organizationId, name),
      );
      response.status(accepted ? 200 : 400).type('application/json');
      response.end(
        Buffer.from(answer.buffer, answer.byteOffset, answer.length),
      );
    },
  );
}
