import { Alert, Button, ButtonLink, Container, Flex } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import {
  Reason,
  type RemoteFailure,
} from '@sceneshift/backstage-platform-react';
import { slowRemotes } from './slowRemotes';

function tryAgain() {
  slowRemotes.clear();
  window.location.reload();
}

/** The error card of one plugin. Everything else in the portal works. */
export function FailedRemotePage({ failure }: { failure: RemoteFailure }) {
  const { packageName, version, reason } = failure;
  return (
    <Container py="6">
      <Alert
        role="alert"
        status="danger"
        icon
        title={`${failure.pluginId} could not be loaded`}
        description={
          <Reason code={reason.code}>
            <span>{reason.message}</span>
            <span>
              {packageName} {version}. The rest of the portal is not affected.
            </span>
          </Reason>
        }
        customActions={
          <Flex gap="2">
            <Button
              size="small"
              variant="secondary"
              iconStart={<RiRefreshLine />}
              onPress={tryAgain}
            >
              Reload
            </Button>
            <ButtonLink
              size="small"
              variant="secondary"
              href={`/plugins/${encodeURIComponent(failure.pluginId)}`}
            >
              Versions
            </ButtonLink>
          </Flex>
        }
      />
    </Container>
  );
}
