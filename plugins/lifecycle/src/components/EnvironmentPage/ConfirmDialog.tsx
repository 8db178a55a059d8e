import {
  Button,
  Checkbox,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { ErrorPanel } from '@sceneshift/backstage-platform-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import styles from './EnvironmentPage.module.css';

/** Asks before something is done, and shows why it was not. */
export function ConfirmDialog(props: {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** Has to be ticked first, when given. */
  statement?: string;
  confirmLabel: string;
  destructive?: boolean;
  isDisabled?: boolean;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}) {
  const [isStated, setStated] = useState(false);
  const confirm = useMutation({ mutationFn: props.onConfirm });
  return (
    <Dialog
      isOpen
      isDismissable
      width={560}
      onOpenChange={open => !open && props.onClose()}
    >
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <div className={styles.dataSection}>
          {typeof props.children === 'string' ? (
            <Text>{props.children}</Text>
          ) : (
            props.children
          )}
          {props.statement && (
            <Checkbox isSelected={isStated} onChange={setStated}>
              {props.statement}
            </Checkbox>
          )}
          {confirm.error && (
            <ErrorPanel error={confirm.error} title="This was not done" />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          destructive={props.destructive}
          isDisabled={
            props.isDisabled || (props.statement !== undefined && !isStated)
          }
          isPending={confirm.isPending}
          onPress={() => confirm.mutate()}
        >
          {props.confirmLabel}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          Cancel
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
