import { join } from 'node:path';
import { writeArtifact } from '../artifact/writeArtifact';
import { packBackend } from '../backend/packBackend';
import { packFrontend } from '../frontend/packFrontend';
import { classify, fileNameOf } from '../source/PackageManifest';
import { resolveSource } from '../source/resolveSource';
import { PackSession } from './PackSession';
import type { PackOptions, PackResult } from './types';

/**
 * Makes the loadable artifact of a plugin from a folder, a tarball or a package of the registry. Nothing of
 * the plugin is executed. A failed link check is a verdict of the result; whatever prevents an artifact is
 * a `SceneshiftError`.
 *
 * @public
 */
export async function pack(
  spec: string,
  options: PackOptions,
): Promise<PackResult> {
  return await PackSession.use(options, async session => {
    const source = await resolveSource(spec, session);
    const hosted = classify(source.manifest);
    const packPlatform =
      hosted.platform === 'backend' ? packBackend : packFrontend;
    const layout = await packPlatform(source, hosted, session);
    session.report('write', 'writing the artifact');
    const { name, version } = source.manifest;
    const written = await writeArtifact(
      layout.directory,
      join(options.outDir, `${fileNameOf(source.manifest)}.artifact.tgz`),
      layout.manifest,
    );
    session.report('done', `${name}@${version} ${layout.verdict.state}`);
    return {
      ...written,
      verdict: layout.verdict,
      source: {
        tarball: source.tarball,
        integrity: source.integrity,
        name,
        version,
      },
    };
  });
}
