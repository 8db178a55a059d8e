import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import {
  remotesStatusApiRef,
  type RemotesStatus,
} from '@sceneshift/backstage-platform-react';
import { useState } from 'react';
import styles from './remotes.module.css';
import { useDismissal } from './useDismissal';
import { useNewRevision } from './useNewRevision';

/** Tells an open page of new versions, and of plugins that it could not load. */
export function RemotesNotice() {
  const status = useApi(remotesStatusApiRef).getStatus();
  return (
    <div className={styles.notices} role="status">
      <NewVersionNotice loadedRevision={status.revision} />
      <FailuresNotice status={status} />
    </div>
  );
}

function NewVersionNotice(props: { loadedRevision: string | undefined }) {
  const newRevision = useNewRevision(props.loadedRevision);
  const [dismissed, setDismissed] = useState<string>();
  if (newRevision === undefined || newRevision === dismissed) return null;
  return (
    <Alert
      className={styles.notice}
      status="info"
      icon
      title="New version: reload"
      description="The plugins of this portal have changed since you opened this page."
      customActions={
        <>
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setDismissed(newRevision)}
          >
            Later
          </Button>
          <Button
            size="small"
            variant="primary"
            onPress={() => window.location.reload()}
          >
            Reload
          </Button>
        </>
      }
    />
  );
}

function FailuresNotice({ status }: { status: RemotesStatus }) {
  const [dismissed, dismiss] = useDismissal(
    `sceneshift.remotes-failures.${status.revision}`,
  );
  const failed = describeFailures(status);
  if (!failed || dismissed) return null;
  return (
    <Alert
      className={styles.notice}
      status="warning"
      icon
      title={failed.title}
      description={failed.description}
      customActions={
        <Button size="small" variant="tertiary" onPress={dismiss}>
          Dismiss
        </Button>
      }
    />
  );
}

function describeFailures(
  status: RemotesStatus,
): { title: string; description: string } | undefined {
  if (status.listError !== undefined) {
    return {
      title: 'The installed plugins could not be read',
      description: `${status.listError}. The portal works without them; reload to try again.`,
    };
  }
  const names = [...new Set(status.failures.map(item => item.pluginId))];
  const [first] = status.failures;
  if (!first) return undefined;
  if (names.length === 1) {
    return {
      title: `${first.pluginId} could not be loaded`,
      description: first.reason.message,
    };
  }
  return {
    title: `${names.length} plugins could not be loaded`,
    description: `${names.join(
      ', ',
    )}. Their pages and the environment page say why; everything else works.`,
  };
}
