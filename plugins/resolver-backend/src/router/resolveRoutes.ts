import { resolverRequestResolvePermission } from '@sceneshift/backstage-plugin-resolver-common';
import express, { type Router } from 'express';
import { queryFault } from './queryFault';
import type { RouterDeps } from './types';

/**
 * The solver's front door. Bodies go to a solver thread as they came, and answers come from there as they are sent: neither
 * is read here, so that no request holds up others. That thread also says what is wrong with a body, naming the field.
 */
export function addResolveRoutes(
  router: Router,
  {
    gate,
    idempotency,
    resolver,
    environments,
    policies,
    bodyBytes,
  }: RouterDeps,
): void {
  const body = express.raw({ type: () => true, limit: bodyBytes });
  router.post(
    '/resolve',
    async (request, response, next) => {
      const { organizationId } = await gate.enter(
        request,
        resolverRequestResolvePermission,
      );
      const error = queryFault(request.query);
      if (error) {
        response.status(400).json({ ok: false, error });
        return;
      }
      const environment = request.query.environment as string | undefined;
      // A slip of the pen would be answered under the base policy.
      if (environment !== undefined)
        await environments.get(organizationId, environment);
      Object.assign(response.locals, { organizationId, environment });
      next();
    },
    body,
    idempotency,
    async (request, response) => {
      const bytes = Buffer.isBuffer(request.body)
        ? request.body
        : Buffer.alloc(0);
      const { organizationId, environment } = response.locals;
      const { accepted, answer } = await resolver.answer(
        organizationId,
        bytes,
        () => policies.of(organizationId, environment),
      );
      response.status(accepted ? 200 : 400).type('application/json');
      response.end(
        Buffer.from(answer.buffer, answer.byteOffset, answer.length),
      );
    },
  );
}
