import { openPackage, pack, type PackOptions } from '@sceneshift/packer';
import { isHostedRole } from '@sceneshift/backstage-platform-common';
import type {
  Origin,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import { uploadArtifact, uploadPackage } from '../client/uploadVersion';
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
  const result = await pack(opened.tarball, {
    ...options,
    localPackages: opened.localPackages,
  });
  assertLinked(result);
  output.progress('  sending the package');
  await uploadPackage(api, result.source, origin);
  output.progress('  sending the artifact');
  const version = await uploadArtifact(api, result);
  return toPublished(version, result.digest, result.verdict.warnings);
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
