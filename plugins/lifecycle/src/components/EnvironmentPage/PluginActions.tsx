import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  RiDeleteBinLine,
  RiFileListLine,
  RiMore2Line,
  RiPauseLine,
  RiPlayLine,
  RiSettings3Line,
} from '@remixicon/react';
import type { InstalledPlugin } from '@sceneshift/backstage-plugin-lifecycle-common';

/** What a person may do to an installed plugin. */
export interface PluginAction {
  kind: 'logs' | 'configure' | 'enable' | 'disable' | 'remove';
  pluginId: string;
  /** Whether the plugin is enabled now. */
  enabled: boolean;
}

/** The menu of one plugin. */
export function PluginActions(props: {
  plugin: InstalledPlugin;
  onAction: (action: PluginAction) => void;
}) {
  const { plugin, onAction } = props;
  const { pluginId, enabled } = plugin;
  const run = (kind: PluginAction['kind']) => () =>
    onAction({ kind, pluginId, enabled });
  return (
    <MenuTrigger>
      <ButtonIcon
        aria-label={`Actions for ${pluginId}`}
        variant="tertiary"
        icon={<RiMore2Line />}
      />
      <Menu placement="bottom end">
        <MenuItem iconStart={<RiFileListLine />} onAction={run('logs')}>
          Logs
        </MenuItem>
        <MenuItem iconStart={<RiSettings3Line />} onAction={run('configure')}>
          Configure
        </MenuItem>
        {enabled ? (
          <MenuItem iconStart={<RiPauseLine />} onAction={run('disable')}>
            Disable
          </MenuItem>
        ) : (
          <MenuItem iconStart={<RiPlayLine />} onAction={run('enable')}>
            Enable
          </MenuItem>
        )}
        <MenuItem
          iconStart={<RiDeleteBinLine />}
          color="danger"
          onAction={run('remove')}
        >
          Remove
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
