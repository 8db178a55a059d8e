import { pipeline } from 'node:stream/promises';
import { exportFileName } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Router } from 'express';
import type { RouterOptions } from './createRouter';
import { parameter, sendWithEtag } from './sendWithEtag';

const PATH = '/environments/:environment/exports';

/** Exports of plugin data. */
export function addExportRoutes(
  router: Router,
  { principals, exports }: Pick<RouterOptions, 'principals' | 'exports'>,
): void {
  router.get(PATH, async (request, response) => {
    const principal = await principals.fromRequest(request);
    const name = parameter(request, 'environment');
    sendWithEtag(request, response, await exports.list(principal, name));
  });

  router.get(`${PATH}/:id/content`, async (request, response) => {
    const principal = await principals.fromRequest(request);
    const { item, content } = await exports.open(
      principal,
      parameter(request, 'environment'),
      parameter(request, 'id'),
    );
    response.attachment(exportFileName(item));
    response.type('application/gzip');
    response.set('Content-Length', String(item.sizeBytes));
    response.set('ETag', `"${item.digest}"`);
    response.set('Cache-Control', 'private, no-store');
    await pipeline(content, response);
  });

  router.delete(`${PATH}/:id`, async (request, response) => {
    const principal = await principals.fromRequest(request);
    await exports.delete(
      principal,
      parameter(request, 'environment'),
      parameter(request, 'id'),
    );
    response.status(204).end();
  });
}
