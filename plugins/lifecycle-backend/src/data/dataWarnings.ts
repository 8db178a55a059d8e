import {
  deleteDataConfirmation,
  earlierDataConfirmation,
  emptyDataConfirmation,
  oneWayConfirmation,
  type PlannedDeletion,
  type PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { DataExportRecord } from './DataExportStore';
import type { OneWayStep } from './OneWaySteps';
import { formatMoment } from './formatMoment';
import type { PluginDatabase } from './PluginDatabase';
import { takenAt } from './toSnapshot';

/** The new version changes the data in a way that the present one cannot run with. */
export function oneWayWarning(
  pluginId: string,
  { name, version }: OneWayStep,
): PlanProblem {
  return {
    code: 'MIGRATION_ONE_WAY',
    severity: 'warning',
    pluginId,
    message:
      `${name}@${version} changes the database of '${pluginId}' in a way that the present version cannot run with. ` +
      'The new version gets a copy; the present database is kept as a snapshot. Requests to the plugin wait from the copy until the new ' +
      'version serves everywhere: several supervisors change over one right after the other, because a first one that gets no requests ' +
      'would prove nothing. Going back later, also by itself within the probation, means going back to the data of today: what is ' +
      'written from then on is set aside.',
    confirm: oneWayConfirmation(pluginId),
  };
}

/** A rollback brings an earlier database back. */
export function earlierDataWarning(
  pluginId: string,
  kept: PluginDatabase,
): PlanProblem {
  return {
    code: 'MIGRATION_ONE_WAY',
    severity: 'warning',
    pluginId,
    message:
      `'${pluginId}' goes back to its data of ${formatMoment(
        takenAt(kept),
      )}: what was written since then is not in it. The present database is ` +
      'kept as a snapshot.',
    confirm: earlierDataConfirmation(pluginId),
  };
}

/** The plugin comes back, but its data was deleted. */
export function emptyDataWarning(
  pluginId: string,
  exported: DataExportRecord | undefined,
): PlanProblem {
  const remedy = exported
    ? `It is in the export ${exported.id} of ${formatMoment(
        exported.createdAt,
      )}: once the plugin serves, load the tables from there.`
    : 'There is no export of it any more.';
  return {
    code: 'DATABASE_SNAPSHOT_GONE',
    severity: 'warning',
    pluginId,
    message: `The data of '${pluginId}' was deleted after that generation: the plugin starts with an empty database. ${remedy}`,
    confirm: emptyDataConfirmation(pluginId),
  };
}

/** The generation's database is not kept, while the plugin has other data. */
export function databaseGone(pluginId: string): PlanProblem {
  return {
    code: 'DATABASE_SNAPSHOT_GONE',
    severity: 'blocking',
    pluginId,
    message:
      `The database that '${pluginId}' had in that generation is not kept any more. Upgrade, downgrade or install the plugin ` +
      'by itself, or restore another snapshot.',
  };
}

/** The data has been changed by a later version. */
export function schemaTooNew(
  pluginId: string,
  { name, version }: OneWayStep,
  remedy: string,
) {
  return {
    code: 'MIGRATION_ONE_WAY' as const,
    severity: 'blocking',
    pluginId,
    message: `The data of '${pluginId}' was changed one way by ${name}@${version}: a version before that cannot run on it. ${remedy}`,
  } satisfies PlanProblem;
}

const DAY_MS = 24 * 3_600_000;

/** The plugin is removed together with its data. */
export function deletionWarning(
  pluginId: string,
  { databases, exportsKeptMs }: PlannedDeletion,
): PlanProblem {
  const [present, ...kept] = databases.map(describeDatabase);
  const others = kept.length
    ? `, and what is kept of it (${kept.join('; ')})`
    : '';
  const days = Math.round((exportsKeptMs / DAY_MS) * 10) / 10;
  return {
    code: 'DATA_DELETION',
    severity: 'warning',
    pluginId,
    message:
      `The data of '${pluginId}' is deleted: ${present}${others}. The tables of each are exported first; the exports are kept for ` +
      `${days} days, and nothing else. It is done when the removal has outlasted its probation: until then a rollback brings the ` +
      'plugin back with its data.',
    confirm: deleteDataConfirmation(pluginId),
  };
}

const KINDS = {
  present: 'its database',
  manual: 'a snapshot',
  replaced: 'a replaced database',
} as const;

function describeDatabase({
  kind,
  takenAt: time,
  sizeBytes,
}: PlannedDeletion['databases'][number]): string {
  const details = [
    ...(time ? [`of ${formatMoment(new Date(time))}`] : []),
    ...(sizeBytes === undefined ? [] : [formatMegabytes(sizeBytes)]),
  ];
  return `${KINDS[kind]}${details.length ? ` (${details.join(', ')})` : ''}`;
}

function formatMegabytes(bytes: number): string {
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  }).format(bytes / 1_000_000);
}
