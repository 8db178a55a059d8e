import type { Origin } from '@sceneshift/backstage-plugin-registry-common';
import type { PackOptions } from '@sceneshift/packer';
import type { Output } from '../output/Output';
import type { CommandContext } from '../runtime/Runtime';
import { publishOne, type Published } from './publishOne';

/** Publishes packages one after the other, and says what became of each. */
export async function publishAll(
  specs: string[],
  options: PackOptions,
  origin: Origin,
  context: CommandContext,
) {
  const published: Published[] = [];
  for (const spec of specs) {
    context.output.progress(spec);
    published.push(await publishOne(spec, options, origin, context));
  }
  reportPublished(published, context.output);
}

/** The result of `publish` and `import`. */
function reportPublished(published: Published[], output: Output) {
  for (const { name, warnings } of published) {
    warnings.forEach(warning => output.progress(`warning ${name}: ${warning}`));
  }
  output.table(
    published,
    ['package', 'version', 'role', 'installable', 'artifact'],
    item => [
      item.name,
      item.version,
      item.role,
      item.digest ? String(item.installable) : '-',
      item.digest?.slice(0, 19) ?? '-',
    ],
    'Nothing was published.',
  );
}
