import { Alert, Button } from '@backstage/ui';
import { ErrorPanel } from '@sceneshift/backstage-platform-react';
import type { useAdvisories } from '../../hooks/useAcceptances';

/** What someone decided to live with, why and until when. */
export function AcceptedAdvisories({
  advisories,
  revoke,
}: ReturnType<typeof useAdvisories>) {
  return (
    <>
      {advisories.map(
        ({ advisoryId, name, version, acceptance }) =>
          acceptance && (
            <Alert
              key={`${advisoryId} ${name}`}
              status="info"
              icon
              title={`${advisoryId} of ${name} ${version} is accepted until ${acceptance.expiresAt.slice(
                0,
                10,
              )}`}
              description={acceptance.reason}
              customActions={
                <Button
                  size="small"
                  variant="secondary"
                  isPending={
                    revoke.isPending && revoke.variables === acceptance.id
                  }
                  onPress={() => revoke.mutate(acceptance.id)}
                >
                  Revoke
                </Button>
              }
            />
          ),
      )}
      {revoke.error && (
        <ErrorPanel error={revoke.error} title="This was not revoked" />
      )}
    </>
  );
}
