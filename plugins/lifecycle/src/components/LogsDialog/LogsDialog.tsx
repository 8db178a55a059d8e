import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Skeleton,
  Text,
} from '@backstage/ui';
import { RiFileListLine } from '@remixicon/react';
import {
  EmptyState,
  ErrorPanel,
  lifecycleApiRef,
  lifecycleKeys,
  LogView,
  RelativeTime,
} from '@sceneshift/backstage-platform-react';
import { useQuery } from '@tanstack/react-query';

const POLL_MS = 3_000;

/** The last lines of a plugin's hosts, live. */
export function LogsDialog(props: {
  environment: string;
  pluginId: string;
  onClose: () => void;
}) {
  const { environment, pluginId, onClose } = props;
  const lifecycle = useApi(lifecycleApiRef);
  const logs = useQuery({
    queryKey: lifecycleKeys.logs(environment, pluginId),
    queryFn: ({ signal }) =>
      lifecycle.getPluginLogs(environment, pluginId, signal),
    refetchInterval: POLL_MS,
  });
  return (
    <Dialog
      isOpen
      isDismissable
      width={860}
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>Log of {pluginId}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {logs.error && (
            <ErrorPanel error={logs.error} onRetry={() => logs.refetch()} />
          )}
          {logs.isPending && <Skeleton width="100%" height={200} />}
          {logs.data?.replicas.length === 0 && (
            <EmptyState
              icon={<RiFileListLine />}
              title="No host has logged anything"
              description="Plugins without a backend have no host."
            />
          )}
          {logs.data?.replicas.map(replica => (
            <Flex key={replica.replicaId} direction="column" gap="2">
              <Text variant="body-small" color="secondary">
                {replica.replicaId}, <RelativeTime iso={replica.updatedAt} />
              </Text>
              <LogView
                lines={replica.lines}
                label={`Log of ${pluginId} on ${replica.replicaId}`}
              />
            </Flex>
          ))}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
