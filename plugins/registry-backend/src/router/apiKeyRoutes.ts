import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { keepInstead, type ApiKey } from '@sceneshift/backstage-platform-node';
import {
  registryApiKeyManagePermission,
  type ApiKeySummary,
} from '@sceneshift/backstage-plugin-registry-common';
import type { Router } from 'express';
import type { RouterDeps } from './types';

/** API keys of the caller's organization. */
export function addApiKeyRoutes(
  router: Router,
  { gate, apiKeys }: RouterDeps,
): void {
  router.get('/api-keys', async (request, response) => {
    const actor = await gate.enter(request, registryApiKeyManagePermission);
    const keys = await apiKeys.list(actor.organizationId);
    response.json({ items: keys.map(summarize) });
  });

  router.post('/api-keys', async (request, response) => {
    const actor = await gate.enter(request, registryApiKeyManagePermission);
    const { name, scopes, expiresAt } = request.body;
    const { apiKey, key } = await apiKeys.create({
      organizationId: actor.organizationId,
      name,
      scopes,
      createdBy: actor.ref,
      expiresAt: expiry(expiresAt),
    });
    keepInstead(response, summarize(apiKey));
    response
      .status(201)
      .set('Cache-Control', 'no-store')
      .json({ ...summarize(apiKey), key });
  });

  router.delete('/api-keys/:id', async (request, response) => {
    const actor = await gate.enter(request, registryApiKeyManagePermission);
    await apiKeys.revoke(actor.organizationId, request.params.id, actor.ref);
    response.status(204).end();
  });
}

function expiry(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(value);
  if (date.getTime() > Date.now()) return date;
  throw new SceneshiftError(
    'INPUT_INVALID',
    `expiresAt must lie in the future, ${value} does not`,
  );
}

function summarize(key: ApiKey): ApiKeySummary {
  return {
    id: key.id,
    name: key.name,
    scopes: key.scopes,
    prefix: key.prefix,
    createdBy: key.createdBy,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString(),
    revokedAt: key.revokedAt?.toISOString(),
  };
}
