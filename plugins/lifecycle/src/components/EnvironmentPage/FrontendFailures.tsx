import { useApiHolder } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import { remotesStatusApiRef } from '@sceneshift/backstage-platform-react';

/** Plugins whose frontend this page could not load, although they are installed. */
export function FrontendFailures() {
  const status = useApiHolder().get(remotesStatusApiRef)?.getStatus();
  return (
    <>
      {status?.failures.map(failure => (
        <Alert
          key={`${failure.pluginId}:${failure.packageName}`}
          status="warning"
          icon
          title={`The frontend of ${failure.pluginId} could not be loaded in this page`}
          description={`${failure.reason.message} (${failure.packageName} ${failure.version}, ${failure.reason.code})`}
        />
      ))}
    </>
  );
}
