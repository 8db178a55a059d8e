import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { entryFile, findDefaultExport } from '../imports/defaultExport';
import type { SourcePackage } from '../source/SourcePackage';

const FEATURE = '@backstage/BackendFeature';

/** The file, relative to the package, whose default export is the backend feature. */
export async function findBackendEntry(source: SourcePackage): Promise<string> {
  const { directory, manifest } = source;
  const features = manifest.backstage?.features ?? {};
  const declared = Object.keys(features).filter(
    entry => features[entry] === FEATURE,
  );
  // `.` first: an alpha entry is a feature of its own only where there is no stable one.
  for (const entry of new Set(['.', './alpha', ...declared])) {
    const isDeclared = declared.includes(entry);
    if (declared.length > 0 && !isDeclared) continue;
    const file = await findDefaultExport(directory, manifest, entry);
    if (file) return file;
    const target = entryFile(manifest, entry, ['node', 'require']);
    if (isDeclared && target) return target;
  }
  throw new SceneshiftError(
    'PACK_NO_FEATURE',
    `${manifest.name} has no default export that is a backend feature, so a host cannot load it; it may be written for the old backend system. Export createBackendPlugin(…) as default, or look for a newer version`,
  );
}
