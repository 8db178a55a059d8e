import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { lifecycleApiRef } from '../api/LifecycleApi';
import { ErrorPanel } from '../components/ErrorPanel';
import { lifecycleKeys } from '../query/lifecycleKeys';
import { Consequences, useConsequences } from './Consequences';
import { PlanStep } from './PlanStep';
import { RolloutDialogContent } from './RolloutDialogContent';
import { useChangeDraft } from './useChangeDraft';
import { usePlan } from './usePlan';
import type { PackageChoice } from './VersionPicker';
import styles from './ChangeDialog.module.css';

/** @public */
export interface ChangeDialogProps {
  environment: string;
  title: string;
  /** What is asked for; versions and configuration are chosen in the dialog. */
  change: PlannedChange;
  choices?: PackageChoice[];
  /** Further changes that are planned along with it. */
  also?: PlannedChange[];
  /**
   * For changes of configuration: a change that leaves everything as it is. It is planned until something
   * is edited, so that the form opens with the present values; it cannot be confirmed.
   */
  preview?: PlannedChange;
  /** e.g. "Install". */
  confirmLabel: string;
  destructive?: boolean;
  /** Said when the rollout serves, e.g. "Tech Radar is installed". */
  successTitle: string;
  /** Offered when the rollout serves, e.g. a link to the plugin's page. */
  successActions?: ReactNode;
  onClose: () => void;
}

/**
 * One change of an environment from wish to service: choose, read the plan, confirm, watch the rollout.
 * Closing it while a rollout runs leaves the rollout running.
 *
 * @public
 */
export function ChangeDialog(props: ChangeDialogProps) {
  const [rolloutId, setRolloutId] = useState<string>();
  return (
    <Dialog
      isOpen
      // A click beside it must not lose what was typed into the form.
      isDismissable={false}
      width={720}
      onOpenChange={open => !open && props.onClose()}
    >
      <DialogHeader>{props.title}</DialogHeader>
      {rolloutId === undefined ? (
        <PlanDialogContent {...props} onStarted={setRolloutId} />
      ) : (
        <RolloutDialogContent
          id={rolloutId}
          environment={props.environment}
          successTitle={props.successTitle}
          successActions={props.successActions}
          onClose={props.onClose}
        />
      )}
    </Dialog>
  );
}

const NO_CHOICES: PackageChoice[] = [];

function PlanDialogContent(
  props: ChangeDialogProps & { onStarted: (rolloutId: string) => void },
) {
  const { environment, choices = NO_CHOICES } = props;
  const draft = useChangeDraft({
    change: props.change,
    choices,
    preview: props.preview,
    also: props.also,
  });
  const plan = usePlan(environment, draft.changes);
  const start = useStartRollout(props);
  const blocked = plan.data?.problems.some(
    problem => problem.severity === 'blocking',
  );
  const consequences = useConsequences(plan.data);
  const confirm = () =>
    plan.data &&
    start.mutate({ plan: plan.data, confirm: consequences.confirmed });
  return (
    <>
      <DialogBody>
        <PlanStep
          environment={environment}
          choices={choices}
          draft={draft}
          plan={plan}
        />
        {!blocked && <Consequences {...consequences} />}
        {start.error && (
          <div className={styles.startError}>
            <ErrorPanel
              error={start.error}
              title="The rollout was not started"
              onRetry={() => {
                start.reset();
                plan.refetch();
              }}
            />
          </div>
        )}
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          destructive={props.destructive}
          isDisabled={
            draft.isPreview ||
            !plan.isCurrent ||
            plan.isError ||
            blocked ||
            !consequences.isConfirmed
          }
          isPending={start.isPending}
          onPress={confirm}
        >
          {props.confirmLabel}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          Cancel
        </Button>
      </DialogFooter>
    </>
  );
}

interface ConfirmedPlan {
  plan: { id: string; hash: string };
  confirm: string[];
}

function useStartRollout(props: {
  environment: string;
  onStarted: (rolloutId: string) => void;
}) {
  const lifecycle = useApi(lifecycleApiRef);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ plan, confirm }: ConfirmedPlan) =>
      lifecycle.startRollout(props.environment, plan, confirm),
    onSuccess: rollout => {
      queries.invalidateQueries({ queryKey: lifecycleKeys.environments });
      props.onStarted(rollout.id);
    },
  });
}
