import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { registryPackageReadPermission } from '@sceneshift/backstage-plugin-registry-common';
import type { Request, Router } from 'express';
import { sendBlob } from '../router/sendBlob';
import type { RouterDeps } from '../router/types';
import type { NpmReader } from './NpmReader';
import { abbreviatedPackument, fullPackument, manifestOf } from './packument';

const ABBREVIATED = 'application/vnd.npm.install-v1+json';
const MAX_SEARCH = 250;

/** What installing, viewing and searching needs. */
export function addReadRoutes(
  router: Router,
  { gate, blobs }: RouterDeps,
  reader: NpmReader,
): void {
  const enter = (request: Request) =>
    gate.enter(request, registryPackageReadPermission);

  router.get('/-/ping', async (request, response) => {
    await enter(request);
    response.json({});
  });

  router.get('/-/whoami', async (request, response) => {
    const { ref } = await enter(request);
    response.json({ username: ref });
  });

  router.get('/-/v1/search', async (request, response) => {
    const { organizationId } = await enter(request);
    const { text = '', size, from } = request.query;
    const objects = await reader.search(organizationId, String(text), {
      limit: wholeNumber(size, 20, MAX_SEARCH),
      offset: wholeNumber(from, 0, 10_000),
    });
    const time = new Date().toISOString();
    response.json({ objects, total: objects.length, time });
  });

  router.get('/:name', async (request, response) => {
    const { organizationId } = await enter(request);
    const abbreviated = wantsAbbreviated(request);
    const source = await reader.packument(organizationId, request.params.name, {
      readme: !abbreviated,
    });
    response
      .vary('Accept')
      .type(abbreviated ? ABBREVIATED : 'application/json')
      .send(
        JSON.stringify(
          abbreviated ? abbreviatedPackument(source) : fullPackument(source),
        ),
      );
  });

  router.get('/:name/-/:file', async (request, response) => {
    const { organizationId } = await enter(request);
    const { name, file } = request.params;
    const { digest } = await reader.versionOfTarball(
      organizationId,
      name,
      file,
    );
    await sendBlob(blobs, digest, request, response);
  });

  router.get('/:name/:versionOrTag', async (request, response) => {
    const { organizationId } = await enter(request);
    const { name, versionOrTag } = request.params;
    const source = await reader.packument(organizationId, name, {
      readme: false,
    });
    const version = source.tags[versionOrTag] ?? versionOrTag;
    const row = source.versions.find(it => it.version === version);
    if (!row) {
      throw new SceneshiftError(
        'VERSION_NOT_FOUND',
        `There is no version or tag ${versionOrTag} of ${name}`,
      );
    }
    response.json(manifestOf(row, source));
  });
}

/** Clients that install name the short form before the long one. */
function wantsAbbreviated(request: Request): boolean {
  if (request.query.write !== undefined) return false;
  return (request.get('accept') ?? '').includes(ABBREVIATED);
}

function wholeNumber(value: unknown, fallback: number, max: number): number {
  const number = Number(value ?? fallback);
  if (!Number.isInteger(number) || number < 0) return fallback;
  return Math.min(number, max);
}
