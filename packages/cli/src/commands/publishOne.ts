import {
  openPackage,
  pack,
  type OpenedPackage,
  type PackOptions,
} from '@sceneshift/packer';
import { isHostedRole } from '@sceneshift/backstage-platform-common';
import type {
  Origin,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { ApiClient } from '../client/ApiClient';
import {
  hasVersion,
  uploadArtifact,
  uploadPackage,
} from '../client/uploadVersion';
import type { CommandContext } from '../runtime/Runtime';
import { assertLinked } from './assertLinked';

/** What became of one package. */
export interface Published {
  name: string;
  version: string;
  role?: string;
  digest?: string;
  installable: boolean;
  warnings: string[];
}

/**
 * Packs one package where its role is hosted, sends the package, then its artifact. Libraries are only
 * stored. Packing comes first: what cannot be packed, or would not load, is not published.
 */
export async function publishOne(
  spec: string,
  options: PackOptions,
  origin: Origin,
  { api, output }: CommandContext,
): Promise<Published> {
  const opened = await openPackage(spec, options);
  if (!isHostedRole(opened.role)) {
    const version = await uploadPackage(api, opened, origin);
    return toPublished(version, undefined, []);
  }
  const known = await findPacked(opened, options, api, origin);
  if (known) {
    output.progress('  is there already, with its artifact');
    return toPublished(known.version, known.digest, []);
  }
  const result = await pack(opened.tarball, {
    ...options,
    // Of several packages, the recipe is for those that have a wrapper.
    recipe: opened.role?.startsWith('frontend') ? options.recipe : undefined,
    localPackages: opened.localPackages,
  });
  assertLinked(result);
  output.progress('  sending the package');
  await uploadPackage(api, result.source, origin);
  output.progress('  sending the artifact');
  const version = await uploadArtifact(api, result);
  return toPublished(version, result.digest, result.verdict.warnings);
}

/**
 * The version, if the registry has these very bytes and an artifact for the release. Other bytes under the
 * same version are refused right away instead of after packing.
 */
async function findPacked(
  opened: OpenedPackage,
  options: PackOptions,
  api: ApiClient,
  origin: Origin,
): Promise<{ version: VersionDetails; digest: string } | undefined> {
  if (!(await hasVersion(api, opened))) return undefined;
  const version = await uploadPackage(api, opened, origin);
  const artifact = version.artifacts.find(
    ({ baseline }) => baseline === options.baseline.release,
  );
  return artifact && { version, digest: artifact.digest };
}

function toPublished(
  version: VersionDetails,
  digest: string | undefined,
  warnings: string[],
): Published {
  return {
    name: version.name,
    version: version.version,
    role: version.role,
    digest,
    installable: version.installable,
    warnings,
  };
}
