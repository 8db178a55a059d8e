import type { Output } from '../output/Output';
import type { Published } from './publishOne';

/** The result of `publish` and `import`. */
export function reportPublished(published: Published[], output: Output) {
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
