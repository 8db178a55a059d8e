import { describeLinkError, type PackResult } from '@sceneshift/packer';
import { CliError, EXIT } from '../runtime/CliError';

/** Ends a command with "refused" when no host of the release could load the artifact. */
export function assertLinked({ manifest, verdict }: PackResult) {
  const [first] = verdict.linkErrors;
  if (!first) return;
  const more = verdict.linkErrors.length - 1;
  throw new CliError(
    `${manifest.name}@${manifest.version} cannot run on Backstage ${
      manifest.baseline
    }. ${describeLinkError(first, manifest.baseline)}${
      more > 0 ? ` And ${more} more.` : ''
    }`,
    EXIT.refused,
    first.code === 'HOST_LACKS_PACKAGE' ? 'HOST_LACKS_PACKAGE' : 'LINK_FAILED',
  );
}
