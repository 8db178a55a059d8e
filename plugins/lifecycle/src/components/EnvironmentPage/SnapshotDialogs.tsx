import { useApi } from '@backstage/frontend-plugin-api';
import {
  lifecycleApiRef,
  lifecycleKeys,
} from '@sceneshift/backstage-platform-react';
import type { DatabaseSnapshot } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from './ConfirmDialog';
import { RolloutDialog } from './RolloutDialog';

/** What a person may do to a snapshot. */
export interface SnapshotAction {
  kind: 'restore' | 'delete';
  snapshot: DatabaseSnapshot;
}

interface SnapshotDialogProps {
  environment: string;
  action: SnapshotAction;
  onClose: () => void;
}

/** The dialog that belongs to an action on a snapshot. */
export function SnapshotDialogs(props: SnapshotDialogProps) {
  return props.action.kind === 'restore' ? (
    <RestoreDialog {...props} />
  ) : (
    <DeleteDialog {...props} />
  );
}

/** A restore is a rollout: once it has begun, it is shown. */
function RestoreDialog({ environment, action, onClose }: SnapshotDialogProps) {
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  const [rolloutId, setRolloutId] = useState<string>();
  const { id, pluginId, takenAt } = action.snapshot;
  if (rolloutId) return <RolloutDialog id={rolloutId} onClose={onClose} />;
  return (
    <ConfirmDialog
      title={`Restore the data of ${pluginId}`}
      confirmLabel="Restore"
      destructive
      statement={`I understand that ${pluginId} goes back to its data of ${new Date(
        takenAt,
      ).toLocaleString()}, without what was written since.`}
      onConfirm={async () => {
        const rollout = await lifecycle.restoreSnapshot(environment, id);
        await queries.invalidateQueries({ queryKey: lifecycleKeys.all });
        setRolloutId(rollout.id);
      }}
      onClose={onClose}
    >
      The plugin starts on a copy of the snapshot. Its requests wait meanwhile;
      no other plugin is touched. The present data is kept as a snapshot of its
      own. When the plugin does not start on the restored data, it goes on with
      the present one.
    </ConfirmDialog>
  );
}

function DeleteDialog({ environment, action, onClose }: SnapshotDialogProps) {
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  const { id, pluginId } = action.snapshot;
  return (
    <ConfirmDialog
      title={`Delete a snapshot of ${pluginId}`}
      confirmLabel="Delete"
      destructive
      onConfirm={async () => {
        await lifecycle.deleteSnapshot(environment, id);
        await queries.invalidateQueries({
          queryKey: lifecycleKeys.snapshots(environment),
        });
        onClose();
      }}
      onClose={onClose}
    >
      What is only in this snapshot is gone for good. A generation that ran on
      this database can no longer be gone back to with its data.
    </ConfirmDialog>
  );
}
