import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Skeleton,
} from '@backstage/ui';
import {
  ErrorPanel,
  RolloutProgress,
  useRollout,
} from '@sceneshift/backstage-platform-react';

/** One rollout of the history. */
export function RolloutDialog(props: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useRollout(props.id);
  return (
    <Dialog
      isOpen
      isDismissable
      width={720}
      onOpenChange={open => !open && props.onClose()}
    >
      <DialogHeader>
        {data ? `Rollout of generation ${data.toGeneration}` : 'Rollout'}
      </DialogHeader>
      <DialogBody>
        {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
        {data && <RolloutProgress rollout={data} />}
        {!data && !error && <Skeleton width="100%" height={160} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
