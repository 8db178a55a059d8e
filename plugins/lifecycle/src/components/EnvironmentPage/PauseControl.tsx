import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Checkbox, Text, TextField } from '@backstage/ui';
import { RiPauseLine, RiPlayLine } from '@remixicon/react';
import {
  lifecycleApiRef,
  lifecycleKeys,
} from '@sceneshift/backstage-platform-react';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from './ConfirmDialog';

/** Pauses and resumes the environment. */
export function PauseControl({ environment }: { environment: Environment }) {
  const [isOpen, setOpen] = useState(false);
  const { paused } = environment;
  const close = () => setOpen(false);
  return (
    <>
      <Button
        variant="secondary"
        iconStart={paused ? <RiPlayLine /> : <RiPauseLine />}
        onPress={() => setOpen(true)}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      {isOpen && !paused && (
        <PauseDialog environment={environment} onClose={close} />
      )}
      {isOpen && paused && (
        <ResumeDialog environment={environment} onClose={close} />
      )}
    </>
  );
}

interface DialogProps {
  environment: Environment;
  onClose: () => void;
}

function PauseDialog({ environment, onClose }: DialogProps) {
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [stopHosts, setStopHosts] = useState(false);
  const [cancelRollout, setCancelRollout] = useState(false);
  return (
    <ConfirmDialog
      title={`Pause ${environment.title}`}
      confirmLabel="Pause"
      isDisabled={reason.trim() === ''}
      onConfirm={async () => {
        await lifecycle.pauseEnvironment(environment.name, {
          reason: reason.trim(),
          stopHosts,
          cancelRollout,
        });
        await queries.invalidateQueries({ queryKey: lifecycleKeys.all });
        onClose();
      }}
      onClose={onClose}
    >
      <Text>
        No change is accepted until the environment is resumed. Plans can still
        be made, and a bad version is still undone by itself.
      </Text>
      <TextField
        label="Reason"
        description="Shown to everybody whose change is refused"
        value={reason}
        onChange={setReason}
        isRequired
        maxLength={500}
      />
      <Checkbox isSelected={stopHosts} onChange={setStopHosts}>
        Stop all hosts: the APIs of its plugins answer 503 until it is resumed
      </Checkbox>
      {environment.activeRolloutId && (
        <Checkbox isSelected={cancelRollout} onChange={setCancelRollout}>
          Cancel the rollout in progress instead of letting it finish
        </Checkbox>
      )}
    </ConfirmDialog>
  );
}

function ResumeDialog({ environment, onClose }: DialogProps) {
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      title={`Resume ${environment.title}`}
      confirmLabel="Resume"
      onConfirm={async () => {
        await lifecycle.resumeEnvironment(environment.name);
        await queries.invalidateQueries({ queryKey: lifecycleKeys.all });
        onClose();
      }}
      onClose={onClose}
    >
      {environment.paused?.stopHosts
        ? 'Changes are accepted again, and its hosts are started.'
        : 'Changes are accepted again.'}
    </ConfirmDialog>
  );
}
