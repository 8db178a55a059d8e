import { registryPackageReadPermission } from '@sceneshift/backstage-plugin-registry-common';
import express, { type Router } from 'express';
import { z } from 'zod/v4';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { RouterDeps } from '../router/types';
import type { AuditReader } from './AuditReader';

/** Every package of a project with its versions: some 30 bytes each, for the largest projects. */
const BODY_LIMIT = '4mb';
const bodySchema = z.record(z.string().max(214), z.array(z.string().max(256)));

/** `npm audit`, for what is recorded here. */
export function addAuditRoutes(
  router: Router,
  { gate }: RouterDeps,
  audits: AuditReader,
): void {
  router.post(
    '/-/npm/v1/security/advisories/bulk',
    async (request, response, next) => {
      const actor = await gate.enter(request, registryPackageReadPermission);
      response.locals.organizationId = actor.organizationId;
      next();
    },
    express.json({ limit: BODY_LIMIT }),
    async (request, response) => {
      const { success, data } = bodySchema.safeParse(request.body);
      if (!success) {
        throw new SceneshiftError(
          'INPUT_INVALID',
          'The body must give a list of versions for each package',
        );
      }
      const { organizationId } = response.locals;
      response.json(await audits.bulk(organizationId, data));
    },
  );
}
