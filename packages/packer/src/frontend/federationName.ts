import { createHash } from 'node:crypto';

/**
 * The name of the wrapper package, from which the build derives the federation name. It is unique for
 * everything that goes into a remote, so that two versions can live in one page.
 */
export function createWrapperName(options: {
  name: string;
  version: string;
  /** Source integrity, baseline, recipe, packer version, private libraries: what makes this build this one. */
  inputs: string[];
}): string {
  const hash = createHash('sha256')
    .update(options.inputs.join('\n'))
    .digest('hex')
    .slice(0, 8);
  const readable = `${options.name}-v${options.version}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');
  return `${readable}-${hash}`;
}
