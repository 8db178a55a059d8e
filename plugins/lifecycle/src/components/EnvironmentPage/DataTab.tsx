import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import styles from './EnvironmentPage.module.css';
import { ExportsList } from './ExportsList';
import { SnapshotsList } from './SnapshotsList';

/** What is kept of the data of plugins, beside what serves. */
export function DataTab({ environment }: { environment: Environment }) {
  return (
    <div className={styles.data}>
      <SnapshotsList environment={environment} />
      <ExportsList environment={environment.name} />
    </div>
  );
}
