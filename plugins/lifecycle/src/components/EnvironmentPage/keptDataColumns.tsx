import { Cell, CellText, type ColumnConfig } from '@backstage/ui';
import { RelativeTime } from '@sceneshift/backstage-platform-react';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ReactNode } from 'react';
import styles from './EnvironmentPage.module.css';
import { formatBytes } from './formatBytes';
import { KeptDataState } from './KeptDataState';
import { StackedCell } from './StackedCell';

/** A snapshot or an export of a plugin's data. */
export interface KeptData {
  id: string;
  pluginId: string;
  state: 'creating' | 'ready' | 'failed' | 'deleting';
  sizeBytes?: number;
  reason?: FailureReason;
}

interface KeptDataColumns<T extends KeptData> {
  /** What stands under the plugin's name. */
  describe: (item: T) => string;
  /** Between the plugin and the state. */
  kind?: ColumnConfig<T>;
  time: { label: string; of: (item: T) => string };
  actions: (item: T) => ReactNode;
}

/** The columns that snapshots and exports have in common, around their own. */
export function keptDataColumns<T extends KeptData>(
  own: KeptDataColumns<T>,
): ColumnConfig<T>[] {
  return [
    {
      id: 'plugin',
      label: 'Plugin',
      isRowHeader: true,
      cell: item => (
        <StackedCell title={item.pluginId} description={own.describe(item)} />
      ),
    },
    ...(own.kind ? [own.kind] : []),
    {
      id: 'state',
      label: 'State',
      cell: item => (
        <Cell>
          <KeptDataState item={item} />
        </Cell>
      ),
    },
    {
      id: 'time',
      label: own.time.label,
      cell: item => (
        <Cell>
          <RelativeTime iso={own.time.of(item)} />
        </Cell>
      ),
    },
    {
      id: 'size',
      label: 'Size',
      width: 90,
      cell: item => <CellText title={formatBytes(item.sizeBytes)} />,
    },
    {
      id: 'actions',
      label: 'Actions',
      width: 250,
      cell: item => (
        <Cell>
          <div className={styles.dataActions}>{own.actions(item)}</div>
        </Cell>
      ),
    },
  ];
}
