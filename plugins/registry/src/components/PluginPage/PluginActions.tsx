import { Button, ButtonLink, Flex } from '@backstage/ui';
import {
  RiArrowUpDownLine,
  RiArrowUpLine,
  RiDeleteBinLine,
  RiDownloadLine,
  RiExternalLinkLine,
  RiRefreshLine,
} from '@remixicon/react';
import {
  ChangeDialog,
  type PackageChoice,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Plugin } from '@sceneshift/backstage-plugin-registry-common';
import { useMemo, useState } from 'react';
import { hasUpgrade, packageChoices } from '../../hooks/installState';
import { usePluginPage } from '../../hooks/usePluginPage';

type Action = 'install' | 'upgrade' | 'remove';

const WORDS: Record<Action, { verb: string; done: string }> = {
  install: { verb: 'Install', done: 'is installed' },
  upgrade: { verb: 'Change version', done: 'serves the chosen version' },
  remove: { verb: 'Remove', done: 'is removed' },
};

interface PluginActionsProps {
  plugin: Plugin;
  environment: Environment;
  installed: InstalledPlugin | undefined;
}

/** Install, upgrade or remove, whichever makes sense now. */
export function PluginActions(props: PluginActionsProps) {
  const { plugin, environment, installed } = props;
  const [action, setAction] = useState<Action>();
  const choices = useMemo(
    () => packageChoices(plugin, installed),
    [plugin, installed],
  );
  return (
    <Flex gap="2">
      {installed ? (
        <InstalledActions
          plugin={plugin}
          upgradable={hasUpgrade(choices)}
          onAction={setAction}
        />
      ) : (
        <Button
          variant="primary"
          iconStart={<RiDownloadLine />}
          isDisabled={!choices.some(canInstall)}
          onPress={() => setAction('install')}
        >
          Install
        </Button>
      )}
      {action && (
        <PluginChange
          action={action}
          plugin={plugin}
          environment={environment.name}
          choices={choices}
          onClose={() => setAction(undefined)}
        />
      )}
    </Flex>
  );
}

function canInstall(choice: PackageChoice): boolean {
  return choice.versions.some(version => version.installable);
}

function InstalledActions(props: {
  plugin: Plugin;
  upgradable: boolean;
  onAction: (action: Action) => void;
}) {
  const { pluginId, roles } = props.plugin;
  const page = usePluginPage(pluginId);
  const needsReload = !page && roles.includes('frontend-plugin');
  return (
    <>
      {needsReload && (
        <Button
          variant="secondary"
          iconStart={<RiRefreshLine />}
          onPress={() => window.location.reload()}
        >
          Reload to use
        </Button>
      )}
      {page && (
        <ButtonLink
          variant="secondary"
          href={page}
          iconStart={<RiExternalLinkLine />}
        >
          Open
        </ButtonLink>
      )}
      <Button
        variant="secondary"
        destructive
        iconStart={<RiDeleteBinLine />}
        onPress={() => props.onAction('remove')}
      >
        Remove
      </Button>
      <Button
        variant={props.upgradable ? 'primary' : 'secondary'}
        iconStart={props.upgradable ? <RiArrowUpLine /> : <RiArrowUpDownLine />}
        onPress={() => props.onAction('upgrade')}
      >
        {props.upgradable ? 'Upgrade' : 'Change version'}
      </Button>
    </>
  );
}

const NO_CHOICES: PackageChoice[] = [];

function PluginChange(props: {
  action: Action;
  plugin: Plugin;
  environment: string;
  choices: PackageChoice[];
  onClose: () => void;
}) {
  const { action, plugin, choices } = props;
  const { pluginId, title } = plugin;
  const { verb, done } = WORDS[action];
  const change = useMemo(() => ({ action, pluginId }), [action, pluginId]);
  // The dialog keeps the choices it was opened with: a rollout changes what is installed under it.
  const [opened] = useState(choices);
  return (
    <ChangeDialog
      environment={props.environment}
      title={`${verb}: ${title}`}
      change={change}
      choices={action === 'remove' ? NO_CHOICES : opened}
      confirmLabel={verb}
      destructive={action === 'remove'}
      successTitle={`${title} ${done}`}
      successActions={
        action !== 'remove' && (
          // A full load: the page of a plugin that was just installed is not in this one.
          <Button
            variant="secondary"
            iconStart={<RiExternalLinkLine />}
            onPress={() => window.location.assign(`/${pluginId}`)}
          >
            Open plugin
          </Button>
        )
      }
      onClose={props.onClose}
    />
  );
}
