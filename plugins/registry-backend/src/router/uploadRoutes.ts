import {
  registryPackagePublishPermission,
  type Origin,
} from '@sceneshift/backstage-plugin-registry-common';
import {
  DIGEST_PATTERN,
  SceneshiftError,
} from '@sceneshift/backstage-platform-common';
import type { Request, RequestHandler, Router } from 'express';
import {
  assertIntegrity,
  assertNameAndVersion,
} from '../service/assertMetadata';
import { assertPackageName, assertVersion } from '../service/identifiers';
import type { RouterDeps } from './types';

/** A CLI that publishes brings the artifact right after: no worker should race it. */
const PACK_AFTER_SECONDS = 60;

/** The two routes with large bodies. They stream, so they stand before the router that validates JSON. */
export function addUploadRoutes(router: Router, deps: RouterDeps): void {
  const base = '/packages/:name/versions/:version';
  router.put(base, putVersion(deps));
  router.put(`${base}/artifacts/:digest`, putArtifact(deps));
}

function putVersion(deps: RouterDeps): RequestHandler {
  const { gate, uploads, workers, versions, reader, config } = deps;
  return async (request, response) => {
    const actor = await gate.enter(request, registryPackagePublishPermission);
    const { name, version } = params(request);
    assertPackageName(name);
    assertVersion(version);
    const origin = originOf(request);
    const tag = queryString(request, 'tag');
    const { limits } = config;
    const outcome = await uploads.receive(
      request,
      limits.tarballBytes,
      async file => {
        const facts = await workers.run<'package'>({
          kind: 'package',
          file,
          limits,
        });
        assertNameAndVersion(facts, { name, version });
        const stated = request.get('x-sceneshift-integrity');
        if (stated) assertIntegrity(facts, stated);
        return versions.publish(actor, {
          facts,
          file,
          origin,
          tags: tag ? [tag] : [],
          packAfterSeconds: PACK_AFTER_SECONDS,
        });
      },
    );
    const { organizationId } = actor;
    response
      .status(outcome === 'created' ? 201 : 200)
      .json(await reader.getVersion({ organizationId, name, version }));
  };
}

function putArtifact(deps: RouterDeps): RequestHandler {
  const { gate, uploads, workers, artifacts, reader, config } = deps;
  return async (request, response) => {
    const actor = await gate.enter(request, registryPackagePublishPermission);
    const { name, version, digest = '' } = params(request);
    const key = { organizationId: actor.organizationId, name, version };
    if (!DIGEST_PATTERN.test(digest)) {
      throw new SceneshiftError(
        'INPUT_INVALID',
        `'${digest}' is not a digest: write sha256- and 64 hex digits`,
      );
    }
    const row = await reader.findVersion(key);
    const { limits } = config;
    const outcome = await uploads.receive(
      request,
      limits.tarballBytes,
      async file => {
        const facts = await workers.run<'artifact'>({
          kind: 'artifact',
          file,
          limits,
        });
        return artifacts.add(actor, row, { facts, file, digest });
      },
    );
    response
      .status(outcome === 'created' ? 201 : 200)
      .json(await reader.getVersion(key));
  };
}

function params(request: Request) {
  return request.params as { name: string; version: string; digest?: string };
}

function originOf(request: Request): Origin {
  const origin = queryString(request, 'origin') ?? 'published';
  if (origin === 'published' || origin === 'imported') return origin;
  throw new SceneshiftError(
    'INPUT_INVALID',
    `'${origin}' is not an origin: write published or imported`,
  );
}

function queryString(request: Request, name: string): string | undefined {
  const value = request.query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new SceneshiftError('INPUT_INVALID', `Send ${name} once`);
}
