import type { Router } from 'express';
import { toReplicaIdentity } from '../domain/Incarnation';
import type { RouterOptions } from './createRouter';
import { parameter } from './sendWithEtag';

/** The supervisors' side. */
export function addReplicaRoutes(
  router: Router,
  { principals, replicas }: Pick<RouterOptions, 'principals' | 'replicas'>,
): void {
  router.get(
    '/environments/:environment/desired',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const { replica, incarnation, revision, wait } = request.query;
      const desired = await replicas.getDesired(
        principal,
        parameter(request, 'environment'),
        {
          ...(typeof replica === 'string' && {
            replica: toReplicaIdentity(replica, text(incarnation)),
          }),
          ...(typeof revision === 'string' && { revision }),
          waitMs: Number(wait ?? 0) * 1000,
          signal: gone.signal,
        },
      );
      // Holds credentials: nothing on the way may keep it.
      response.set('Cache-Control', 'no-store');
      if (desired) response.json(desired);
      else response.status(304).end();
    },
  );

  router.post(
    '/environments/:environment/replicas/:replicaId/status',
    async (request, response) => {
      const principal = await principals.fromRequest(request);
      await replicas.report(
        principal,
        parameter(request, 'environment'),
        parameter(request, 'replicaId'),
        request.body,
      );
      response.status(204).end();
    },
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
