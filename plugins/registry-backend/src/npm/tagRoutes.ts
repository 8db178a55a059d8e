import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  registryPackagePublishPermission,
  registryPackageReadPermission,
} from '@sceneshift/backstage-plugin-registry-common';
import express, { type Router } from 'express';
import type { RouterDeps } from '../router/types';
import type { NpmReader } from './NpmReader';

/** `npm dist-tag`. */
export function addTagRoutes(
  router: Router,
  { gate, tags }: RouterDeps,
  reader: NpmReader,
): void {
  const base = '/-/package/:name/dist-tags';
  // npm sends the version as a bare JSON string.
  const json = express.json({ strict: false, limit: '1kb' });

  router.get(base, async (request, response) => {
    const { organizationId } = await gate.enter(
      request,
      registryPackageReadPermission,
    );
    const { name } = request.params;
    response.json(await reader.requiredTags(organizationId, String(name)));
  });

  router.put(`${base}/:tag`, json, async (request, response) => {
    const actor = await gate.enter(request, registryPackagePublishPermission);
    const { name, tag } = request.params as { name: string; tag: string };
    const version: unknown = request.body;
    if (typeof version !== 'string') {
      throw new SceneshiftError(
        'VERSION_INVALID',
        'Send the version as a JSON string',
      );
    }
    await tags.set(actor, { name, tag, version });
    response.status(201).json({ ok: true });
  });

  router.delete(`${base}/:tag`, async (request, response) => {
    const actor = await gate.enter(request, registryPackagePublishPermission);
    const { name, tag } = request.params as { name: string; tag: string };
    await tags.remove(actor, { name, tag });
    response.status(200).json({ ok: true });
  });
}
