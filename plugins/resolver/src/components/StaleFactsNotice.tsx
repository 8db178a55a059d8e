import { Alert } from '@backstage/ui';
import { RelativeTime } from '@sceneshift/backstage-platform-react';
import type { StaleFacts } from '@sceneshift/backstage-plugin-resolver-common';

/** Says how old the facts are, when the registry did not answer. */
export function StaleFactsNotice({ stale }: { stale: StaleFacts | undefined }) {
  if (!stale) return null;
  return (
    <Alert
      status="warning"
      icon
      title={
        <>
          What is shown was known <RelativeTime iso={stale.readAt} />
        </>
      }
      description={stale.message}
    />
  );
}
