import type {
  GenerationContent,
  LockedPackage,
} from '../domain/GenerationContent';
import type { Problems } from './Problems';

interface Remote {
  pluginId: string;
  item: LockedPackage;
  name: string;
}

/**
 * Two remotes of one name replace each other in the page: whichever is loaded first stands for both. That holds for two versions
 * of one package, too, because pages stay open while versions change.
 */
export function checkFederationNames(
  base: GenerationContent,
  content: GenerationContent,
  problems: Problems,
): void {
  const present = remotesOf(base);
  const proposed = remotesOf(content);
  for (const [index, remote] of proposed.entries()) {
    const { pluginId, item, name } = remote;
    const rival = [...proposed.slice(0, index), ...present].find(
      other => other.name === name && other.item.digest !== item.digest,
    );
    if (!rival) continue;
    problems.block(
      'REMOTE_INVALID',
      `${describe(item)} has the federation name '${name}' of ${describe(
        rival.item,
      )}: a page can load only one of them. Pack and publish it again.`,
      { pluginId, packageName: item.name },
    );
  }
}

function remotesOf({ plugins }: GenerationContent): Remote[] {
  return plugins.flatMap(({ pluginId, packages }) =>
    packages.flatMap(item => {
      const name = item.frontend?.federationName;
      return name ? [{ pluginId, item, name }] : [];
    }),
  );
}

function describe({ name, version }: LockedPackage): string {
  return `${name}@${version}`;
}
