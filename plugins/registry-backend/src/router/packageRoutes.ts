import type { Permission } from '@backstage/plugin-permission-common';
import {
  registryArtifactReadPermission,
  registryPackageReadPermission,
} from '@sceneshift/backstage-plugin-registry-common';
import type { Request, Router } from 'express';
import type { VersionKey } from '../database/rows';
import { pageOf } from './pageOf';
import { sendBlob } from './sendBlob';
import type { RouterDeps } from './types';

/** Packages, versions and what is inside of them. */
export function addPackageRoutes(
  router: Router,
  { gate, reader, blobs }: RouterDeps,
): void {
  const enter = (request: Request) =>
    gate.enter(request, registryPackageReadPermission);
  const keyOf = async (
    request: Request,
    permission: Permission = registryPackageReadPermission,
  ): Promise<VersionKey> => {
    const { organizationId } = await gate.enter(request, permission);
    const { name, version } = request.params as Record<string, string>;
    return { organizationId, name: name as string, version: version as string };
  };
  const version = '/packages/:name/versions/:version';

  router.get('/packages/:name', async (request, response) => {
    const { organizationId } = await enter(request);
    response.json(await reader.getPackage(organizationId, request.params.name));
  });

  router.get(version, async (request, response) => {
    response.json(await reader.getVersion(await keyOf(request)));
  });

  router.get(`${version}/readme`, async (request, response) => {
    const readme = await reader.getReadme(await keyOf(request));
    // Written by strangers: a browser that is sent here must not run it.
    response
      .set('Content-Security-Policy', "default-src 'none'; sandbox")
      .set('X-Content-Type-Options', 'nosniff')
      .type('text/markdown')
      .send(readme);
  });

  router.get(`${version}/files`, async (request, response) => {
    const key = await keyOf(request);
    response.json(await reader.listFiles(key, pageOf(request)));
  });

  router.get(`${version}/artifacts`, async (request, response) => {
    const items = await reader.listArtifacts(await keyOf(request));
    response.json({ items });
  });

  router.get(`${version}/artifacts/:digest`, async (request, response) => {
    const key = await keyOf(request, registryArtifactReadPermission);
    const digest = String(request.params.digest);
    await reader.findArtifact(key, digest);
    await sendBlob(blobs, digest, request, response);
  });

  router.get(
    `${version}/artifacts/:digest/manifest`,
    async (request, response) => {
      const key = await keyOf(request);
      const digest = String(request.params.digest);
      response.json(await reader.getManifest(key, digest));
    },
  );
}
