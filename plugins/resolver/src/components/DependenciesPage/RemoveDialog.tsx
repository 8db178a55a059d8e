import { ChangeDialog } from '@sceneshift/backstage-platform-react';
import { useMemo } from 'react';

/** What the removal of a plugin breaks or takes along, before it is confirmed. */
export function RemoveDialog(props: {
  environment: string;
  pluginId: string;
  onClose: () => void;
}) {
  const { environment, pluginId, onClose } = props;
  const change = useMemo(
    () => ({ action: 'remove' as const, pluginId }),
    [pluginId],
  );
  return (
    <ChangeDialog
      environment={environment}
      title={`Remove ${pluginId}`}
      change={change}
      confirmLabel="Remove"
      destructive
      successTitle={`${pluginId} is removed`}
      onClose={onClose}
    />
  );
}
