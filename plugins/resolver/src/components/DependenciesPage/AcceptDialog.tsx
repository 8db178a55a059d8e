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

/** Asks why, and until when, an environment is to live with advisories. */
export function AcceptDialog(props: {
  environment: string;
  advisories: InstalledAdvisory[];
  accept: ReturnType<typeof useAdvisories>['accept'];
  onClose: () => void;
}) {
  const { environment, advisories, accept, onClose } = props;
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(() =>
    new Date(Date.now() + DEFAULT_DAYS * DAY_MS).toISOString().slice(0, 10),
  );
  const ids = [...new Set(advisories.map(({ advisoryId }) => advisoryId))];
  const expiresAt = `${until}T23:59:59Z`;
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
            Versions with it can be installed in {environment} until then, and
            stay where they are. Every plan tells of it.
          </Text>
          <TextField
            label="Reason"
            isRequired
            value={reason}
            onChange={setReason}
          />
          <TextField
            label="Until (YYYY-MM-DD)"
            isRequired
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
          isDisabled={reason.trim() === ''}
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
