import type {
  ArtifactManifest,
  LinkError,
} from '@sceneshift/backstage-platform-common';
import type { PackVerdict } from './types';

/** Link errors decide; ranges and privately carried libraries only warn. */
export function createVerdict(
  manifest: Omit<ArtifactManifest, 'files'>,
  linkErrors: LinkError[],
  warnings: string[] = [],
): PackVerdict {
  const ranges = manifest.rangeWarnings.map(
    ({ name, range, present }) =>
      `${manifest.name} asks for ${name} ${range}; Backstage ${
        manifest.baseline
      } has ${present ?? 'none'}.`,
  );
  const carried = Object.entries(manifest.privateLibraries).map(
    ([name, version]) =>
      `It carries ${name} ${version} of its own instead of the portal's.`,
  );
  return {
    state: linkErrors.length === 0 ? 'PASSED' : 'FAILED',
    linkErrors,
    warnings: [...warnings, ...carried, ...ranges],
  };
}

/** A link error as a sentence for a plugin author. @public */
export function describeLinkError(error: LinkError, release: string): string {
  switch (error.code) {
    case 'HOST_LACKS_PACKAGE':
      return `It imports '${error.module}', which plugin hosts of Backstage ${release} do not supply.`;
    case 'HOST_LACKS_ENTRY':
      return `It imports '${error.module}', an entry point that does not exist in Backstage ${release}.`;
    default:
      return `It imports '${error.name}' from '${error.module}', which Backstage ${release} does not export.`;
  }
}
