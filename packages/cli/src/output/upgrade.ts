import type {
  UpgradeBlocker,
  UpgradePlan,
} from '@sceneshift/backstage-plugin-resolver-common';
import { formatTable } from './table';

/** The way to another Backstage release: in one sentence, what moves, and every blocker with its reason. */
export function describeUpgrade({ summary, move, block }: UpgradePlan): string {
  const rows = move.map(({ name, from, to, ahead }) => [
    name,
    from ?? '-',
    to,
    ahead ? 'now, works in both' : 'with the release',
  ]);
  const moves =
    rows.length > 0
      ? ['', formatTable(['package', 'from', 'to', 'when'], rows)]
      : [];
  return [summary, ...moves, ...block.flatMap(describeBlocker)].join('\n');
}

function describeBlocker(blocker: UpgradeBlocker): string[] {
  const reason = blocker.reason.split('\n').map(line => `  ${line}`);
  return ['', `${blocker.name} ${blocker.version} blocks:`, ...reason];
}
