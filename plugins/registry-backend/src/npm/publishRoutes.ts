import path from 'node:path';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { registryPackagePublishPermission } from '@sceneshift/backstage-plugin-registry-common';
import type { RequestHandler, Router } from 'express';
import type { Actor } from '@sceneshift/backstage-platform-node';
import type { NpmDocument, PackageFacts } from '../ingest/types';
import type { RouterDeps } from '../router/types';
import { assertSameMetadata } from '../service/assertMetadata';
import { assertPackageName } from '../service/identifiers';
import { versionExists } from '../service/VersionPublisher';

/** What a packument may weigh beside its tarball. */
const DOCUMENT_BYTES = 2 * 1024 * 1024;

/** Publishing and deprecating, which npm both does by putting a packument. */
export function addPublishRoutes(router: Router, deps: RouterDeps): void {
  router.put('/:name', putPackument(deps));

  const refuse: RequestHandler = async (request, _response) => {
    await deps.gate.enter(request, registryPackagePublishPermission);
    throw new SceneshiftError(
      'UNPUBLISH_REFUSED',
      'Published versions are never removed: deprecate the version instead (npm deprecate)',
    );
  };
  router.put('/:name/-rev/:revision', refuse);
  router.delete('/:name/-rev/:revision', refuse);
  router.delete('/:name/-/:file/-rev/:revision', refuse);
}

function putPackument(deps: RouterDeps): RequestHandler {
  const { gate, uploads, workers, config } = deps;
  const { limits } = config;
  const maxBytes = Math.ceil((limits.tarballBytes * 4) / 3) + DOCUMENT_BYTES;
  return async (request, response) => {
    const actor = await gate.enter(request, registryPackagePublishPermission);
    const name = String(request.params.name);
    assertPackageName(name);
    await uploads.receive(request, maxBytes, async (file, directory) => {
      const tarballFile = path.join(directory, 'package.tgz');
      const { document, attached } = await workers.run<'npm-document'>({
        kind: 'npm-document',
        file,
        tarballFile,
        limits,
      });
      assertName(document, name);
      if (attached) await publish(deps, actor, document, attached, tarballFile);
      else await deps.tags.deprecate(actor, name, deprecations(document));
    });
    response.status(201).json({ ok: true, success: true });
  };
}

async function publish(
  deps: RouterDeps,
  actor: Actor,
  document: NpmDocument,
  facts: PackageFacts,
  file: string,
): Promise<void> {
  const { name, version } = facts.packageJson;
  const metadata = document.versions?.[version];
  if (!metadata || Object.keys(document.versions ?? {}).length !== 1) {
    throw new SceneshiftError(
      'METADATA_MISMATCH',
      `The tarball holds ${name}@${version}, which is not the one version in the metadata`,
    );
  }
  assertSameMetadata(facts, metadata);
  const tags = Object.entries(document['dist-tags'] ?? {})
    .filter(([, tagged]) => tagged === version)
    .map(([tag]) => tag);
  const outcome = await deps.versions.publish(actor, {
    facts,
    file,
    origin: 'published',
    tags,
    packAfterSeconds: 0,
  });
  // npm clients expect a refusal, also when the bytes are the same.
  if (outcome === 'same') {
    throw versionExists({
      organizationId: actor.organizationId,
      name,
      version,
    });
  }
}

function assertName(document: NpmDocument, name: string): void {
  if (document.name === name) return;
  throw new SceneshiftError(
    'METADATA_MISMATCH',
    `The document is of ${document.name}, the address of ${name}`,
  );
}

/** `npm deprecate` sends the packument back with messages in it; an empty one lifts a deprecation. */
function deprecations({ versions = {} }: NpmDocument): Record<string, string> {
  const messages = Object.entries(versions).flatMap(([version, manifest]) => {
    const { deprecated } = manifest;
    return typeof deprecated === 'string' ? [[version, deprecated]] : [];
  });
  return Object.fromEntries(messages);
}
