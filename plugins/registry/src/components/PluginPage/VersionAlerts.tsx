import { Alert, Link } from '@backstage/ui';
import { principalName } from '@sceneshift/backstage-platform-react';
import type {
  AdvisorySummary,
  VersionSummary,
  Yank,
} from '@sceneshift/backstage-plugin-registry-common';

/** Why a version should not be used, in full. */
export function VersionAlerts({
  version: { yanked, advisories = [] },
}: {
  version: VersionSummary;
}) {
  return (
    <>
      {yanked && <YankAlert yank={yanked} />}
      {advisories.map(advisory => (
        <AdvisoryAlert key={advisory.id} advisory={advisory} />
      ))}
    </>
  );
}

function YankAlert({ yank }: { yank: Yank }) {
  return (
    <Alert
      status="danger"
      icon
      title={`Yanked: ${yank.reason}`}
      description={`By ${principalName(
        yank.yankedBy,
      )}. What has this version keeps it; nothing else is given it.`}
    />
  );
}

function AdvisoryAlert({ advisory }: { advisory: AdvisorySummary }) {
  const { id, severity, title, url } = advisory;
  const isSevere = severity === 'high' || severity === 'critical';
  return (
    <Alert
      status={isSevere ? 'danger' : 'warning'}
      icon
      title={title}
      description={
        <>
          {url ? (
            <Link href={url} target="_blank" rel="noreferrer">
              {id}
            </Link>
          ) : (
            id
          )}
          , severity {severity}
        </>
      }
    />
  );
}
