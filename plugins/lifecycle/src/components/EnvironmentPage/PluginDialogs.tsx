import { ChangeDialog } from '@sceneshift/backstage-platform-react';
import { useMemo } from 'react';
import { LogsDialog } from '../LogsDialog';
import type { PluginAction } from './PluginActions';

const WORDS: Record<
  Exclude<PluginAction['kind'], 'logs'>,
  { verb: string; done: string; destructive?: boolean }
> = {
  configure: { verb: 'Configure', done: 'serves with the new configuration' },
  enable: { verb: 'Enable', done: 'serves again' },
  disable: { verb: 'Disable', done: 'is disabled', destructive: true },
  remove: { verb: 'Remove', done: 'is removed', destructive: true },
};

/** The dialog that belongs to an action on a plugin. */
export function PluginDialogs(props: {
  environment: string;
  action: PluginAction;
  onClose: () => void;
}) {
  const { kind, pluginId } = props.action;
  if (kind === 'logs') {
    return (
      <LogsDialog
        environment={props.environment}
        pluginId={pluginId}
        onClose={props.onClose}
      />
    );
  }
  return <PluginChangeDialog {...props} kind={kind} />;
}

function PluginChangeDialog(props: {
  environment: string;
  action: PluginAction;
  kind: keyof typeof WORDS;
  onClose: () => void;
}) {
  const { kind } = props;
  const { pluginId, enabled } = props.action;
  const { verb, done, destructive } = WORDS[kind];
  const change = useMemo(() => ({ action: kind, pluginId }), [kind, pluginId]);
  const preview = useMemo(
    () =>
      kind === 'configure'
        ? {
            action: enabled ? ('enable' as const) : ('disable' as const),
            pluginId,
          }
        : undefined,
    [kind, enabled, pluginId],
  );
  return (
    <ChangeDialog
      environment={props.environment}
      title={`${verb} ${pluginId}`}
      change={change}
      preview={preview}
      confirmLabel={verb}
      destructive={destructive}
      successTitle={`${pluginId} ${done}`}
      onClose={props.onClose}
    />
  );
}
