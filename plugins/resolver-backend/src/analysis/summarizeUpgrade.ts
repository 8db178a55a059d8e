import type {
  UpgradeBlocker,
  UpgradePlan,
} from '@sceneshift/backstage-plugin-resolver-common';

/** An upgrade in one sentence: how many stay, move and block, because of what, and until when. */
export function summarizeUpgrade({
  from,
  to,
  stay,
  move,
  block,
}: Pick<UpgradePlan, 'from' | 'to' | 'stay' | 'move' | 'block'>): string {
  const route = from ? `From ${from} to ${to}` : `To ${to}`;
  const counts = `${route}: ${stay.length} stay, ${move.length} move, ${block.length} block`;
  return block.length > 0
    ? `${counts}, because ${joined(block.map(untilWhen))}`
    : counts;
}

function untilWhen({
  name,
  with: others = [],
  firstRelease,
  lastRelease,
}: UpgradeBlocker): string {
  const what = others.length > 0 ? `${name} with ${others.join(', ')}` : name;
  if (firstRelease) return `${what} fits only from ${firstRelease} on`;
  if (lastRelease) return `${what} fits no known release after ${lastRelease}`;
  return `${what} fits no known release`;
}

function joined(items: string[]): string {
  const [last = '', ...others] = [...items].reverse();
  return others.length > 0
    ? `${others.reverse().join(', ')} and ${last}`
    : last;
}
