import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Skeleton,
  Text,
} from '@backstage/ui';
import {
  CopyableCode,
  ErrorPanel,
  Facts,
  principalName,
} from '@sceneshift/backstage-platform-react';
import type { Verdict } from '@sceneshift/backstage-platform-common';
import type { VersionDetails } from '@sceneshift/backstage-plugin-registry-common';
import { useVersion } from '../../hooks/usePlugin';
import { formatBytes } from '../formatBytes';
import styles from './PluginPage.module.css';
import { VerdictBadges } from './VerdictBadges';
import { VersionAlerts } from './VersionAlerts';

/** Everything that is known of one version. */
export function VersionDialog(props: {
  name: string;
  version: string;
  onClose: () => void;
}) {
  const { name, version, onClose } = props;
  const details = useVersion(name, version);
  return (
    <Dialog
      isOpen
      isDismissable
      width={760}
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>
        {name} {version}
      </DialogHeader>
      <DialogBody>
        {details.error && (
          <ErrorPanel error={details.error} onRetry={() => details.refetch()} />
        )}
        {details.isPending && <Skeleton width="100%" height={200} />}
        {details.data && <Details details={details.data} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Details({ details }: { details: VersionDetails }) {
  return (
    <div className={styles.details}>
      <VerdictBadges verdicts={details.verdicts} />
      <VersionAlerts version={details} />
      <Verdicts details={details} />
      <Facts
        facts={[
          ['Published by', principalName(details.publishedBy)],
          ['Package', sizeOf(details.size, details.unpackedSize)],
          ['Files', String(details.fileCount)],
          ['License', details.license],
          ['Built with Backstage', details.backstageRelease],
        ]}
      />
      <div>
        <Text weight="bold">Integrity</Text>
        <code className={styles.integrity}>{details.integrity}</code>
      </div>
      <Artifacts details={details} />
      <Dependencies dependencies={details.dependencies} />
    </div>
  );
}

const STATUS: Record<
  Verdict['state'],
  'info' | 'success' | 'danger' | 'warning'
> = {
  PENDING: 'info',
  PASSED: 'success',
  FAILED: 'danger',
  ERROR: 'warning',
};

function Verdicts({ details }: { details: VersionDetails }) {
  const bad = details.verdicts.filter(verdict => verdict.state !== 'PASSED');
  return (
    <>
      {bad.map(verdict => (
        <Alert
          key={`${verdict.check}:${verdict.baseline}`}
          status={STATUS[verdict.state]}
          icon
          isPending={verdict.state === 'PENDING'}
          title={
            verdict.message ??
            `The ${verdict.check} check is ${verdict.state.toLowerCase()}`
          }
          description={verdict.code && <code>{verdict.code}</code>}
        />
      ))}
      {bad.length > 0 && details.reproduceCommand && (
        <div className={styles.reproduce}>
          <Text weight="bold">Reproduce it on your machine</Text>
          <CopyableCode code={details.reproduceCommand} />
        </div>
      )}
    </>
  );
}

function Artifacts({ details }: { details: VersionDetails }) {
  if (details.artifacts.length === 0) return null;
  return (
    <div>
      <Text weight="bold">Artifacts</Text>
      <ul className={styles.list}>
        {details.artifacts.map(artifact => (
          <li key={artifact.digest}>
            Backstage {artifact.baseline}, {artifact.platform},{' '}
            {sizeOf(artifact.size, artifact.unpackedSize)}
            <code>{artifact.digest}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Dependencies(props: { dependencies: Record<string, string> }) {
  const entries = Object.entries(props.dependencies);
  if (entries.length === 0) return null;
  return (
    <div>
      <Text weight="bold">Dependencies</Text>
      <ul className={styles.list}>
        {entries.map(([name, range]) => (
          <li key={name}>
            {name} <code>{range}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function sizeOf(packed: number, unpacked: number): string {
  return `${formatBytes(packed)}, ${formatBytes(unpacked)} unpacked`;
}
