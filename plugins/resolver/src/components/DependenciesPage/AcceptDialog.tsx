import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
  TextField,
} from '@backstage/ui';
import { ErrorPanel } from '@sceneshift/backstage-platform-react';
import { useState } from 'react';
import type {
  InstalledAdvisory,
  useAdvisories,
} from '../../hooks/useAcceptances';
import styles from './AcceptDialog.module.css';

const DAY_MS = 86_400_000;
/** Long enough to wait for a fix, short enough to be looked at again. */
const DEFAULT_DAYS = 30;
const MOST_DAYS = 365;

const listed = new Intl.ListFormat('en-GB');

/** Asks why, and until when, an environment is to live with advisories. */
export function AcceptDialog(props: {
  environment: string;
  advisories: InstalledAdvisory[];
  accept: ReturnType<typeof useAdvisories>['accept'];
  onClose: () => void;
}) {
  const { environment, advisories, accept, onClose } = props;
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(() => dayIn(DEFAULT_DAYS));
  const ids = [...new Set(advisories.map(({ advisoryId }) => advisoryId))];
  const names = [...new Set(advisories.map(({ name }) => name))];
  const expiresAt = `${until}T23:59:59Z`;
  const isEnd = isDayToCome(until);
  return (
    <Dialog
      isOpen
      isDismissable
      width={560}
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>Accept {ids.join(', ')}</DialogHeader>
      <DialogBody>
        <div className={styles.fields}>
          <Text>
            {`Until then, versions of ${listed.format(
              names,
            )} with it can be installed in ${environment}, and stay where they are. Every plan tells of it.`}
          </Text>
          <TextField
            label="Reason"
            isRequired
            value={reason}
            onChange={setReason}
          />
          <TextField
            label="Until"
            description={`A day such as ${dayIn(DEFAULT_DAYS)}, within a year`}
            isRequired
            isInvalid={!isEnd}
            value={until}
            onChange={setUntil}
          />
          {accept.error && (
            <ErrorPanel error={accept.error} title="This was not done" />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          isDisabled={reason.trim() === '' || !isEnd}
          isPending={accept.isPending}
          onPress={() =>
            accept.mutate(
              { advisories, reason, expiresAt },
              { onSuccess: onClose },
            )
          }
        >
          Accept
        </Button>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

function isDayToCome(text: string): boolean {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const end = isDay ? Date.parse(`${text}T23:59:59Z`) : NaN;
  return end > Date.now() && end <= Date.now() + MOST_DAYS * DAY_MS;
}
