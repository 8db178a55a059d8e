import { useApi } from '@backstage/frontend-plugin-api';
import { Button, DialogBody, DialogFooter } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lifecycleApiRef } from '../api/LifecycleApi';
import { useEnvironmentChanges } from '../query/useEnvironmentChanges';
import { isFinalRollout, useRollout } from '../rollout/useRollout';
import { RolloutStep } from './RolloutStep';

interface RolloutDialogContentProps {
  id: string;
  environment: string;
  successTitle: string;
  successActions?: ReactNode;
  onClose: () => void;
}

/** The second half of a change: the rollout, live, and what to do when it has ended. */
export function RolloutDialogContent(props: RolloutDialogContentProps) {
  const lifecycle = useApi(lifecycleApiRef);
  const rollout = useRollout(props.id);
  useEnvironmentChanges(props.environment);
  const cancel = useMutation({
    mutationFn: () => lifecycle.cancelRollout(props.id),
    onSettled: () => rollout.refetch(),
  });
  const ended = isFinalRollout(rollout.data);
  const serving = rollout.data?.state === 'serving';
  return (
    <>
      <DialogBody>
        <RolloutStep rollout={rollout} successTitle={props.successTitle} />
      </DialogBody>
      <DialogFooter>
        {serving && (
          <Button
            variant="primary"
            iconStart={<RiRefreshLine />}
            onPress={() => window.location.reload()}
          >
            Reload the page
          </Button>
        )}
        {serving && props.successActions}
        {!ended && (
          <Button
            variant="secondary"
            isPending={cancel.isPending}
            onPress={() => cancel.mutate()}
          >
            Cancel rollout
          </Button>
        )}
        <Button variant="secondary" onPress={props.onClose}>
          {ended ? 'Close' : 'Continue in background'}
        </Button>
      </DialogFooter>
    </>
  );
}
