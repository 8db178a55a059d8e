import type {
  PlanDiffEntry,
  PlannedDeletion,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { StatusWords } from '../components/StatusBadge';

type Kind = PlanDiffEntry['kind'];

const WORDS: Record<Kind, StatusWords> = {
  install: { label: 'Install', tone: 'success' },
  upgrade: { label: 'Upgrade', tone: 'info' },
  downgrade: { label: 'Downgrade', tone: 'warning' },
  reconfigure: { label: 'Reconfigure', tone: 'info' },
  enable: { label: 'Enable', tone: 'success' },
  disable: { label: 'Disable', tone: 'warning' },
  remove: { label: 'Remove', tone: 'danger' },
  keep: { label: 'No change', tone: 'neutral' },
};

/** How a kind of change is called and coloured. @public */
export function describeChangeKind(kind: Kind): StatusWords {
  return WORDS[kind];
}

/** What the change does to those who use the plugin meanwhile. @public */
export function describeImpact(entry: PlanDiffEntry): string[] {
  const lines: string[] = [];
  if (entry.kind === 'remove') {
    lines.push('Its page and API go away.');
  } else if (entry.kind === 'install') {
    lines.push('It starts beside the others. Nothing else is restarted.');
  } else if (entry.data === 'copied') {
    lines.push(
      'Its requests wait from the copy of its database until the new version serves. Other plugins are not touched.',
    );
  } else if (entry.restartsHost) {
    lines.push(
      'A new host starts beside the old one and takes over when it is healthy: no request is lost.',
    );
  } else if (entry.kind !== 'keep') {
    lines.push('No host is replaced.');
  }
  if (entry.migrations === 'compatible') {
    lines.push(
      'The database changes in a way that the present version can still use.',
    );
  }
  if (entry.migrations === 'one-way') {
    lines.push(
      'The database changes one way: the new version gets a copy, the present one is kept as a snapshot.',
    );
  }
  if (entry.data === 'earlier') {
    lines.push('It goes back to its data from then; the present data is kept.');
  }
  if (entry.data === 'empty') {
    lines.push('Its data was deleted: it starts with an empty database.');
  }
  if (entry.deletes) {
    lines.push(describeDeletion(entry.deletes));
  }
  return lines;
}

const DAY_MS = 24 * 3_600_000;

function describeDeletion({
  databases,
  exportsKeptMs,
}: PlannedDeletion): string {
  const bytes = databases.reduce((sum, item) => sum + (item.sizeBytes ?? 0), 0);
  const size = new Intl.NumberFormat('en', {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  }).format(bytes / 1_000_000);
  const count =
    databases.length === 1
      ? 'Its database is'
      : `Its ${databases.length} databases, snapshots included, are`;
  const days = Math.round(exportsKeptMs / DAY_MS);
  return `${count} deleted (${size}); an export of each is kept for ${days} days.`;
}
