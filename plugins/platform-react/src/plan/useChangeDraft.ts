import type {
  PlannedChange,
  PluginConfig,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMemo, useState } from 'react';
import { defaultVersion, type PackageChoice } from './VersionPicker';

/**
 * The change that a dialog composes: what was asked for, with the versions and values chosen so far.
 */
export function useChangeDraft(options: {
  change: PlannedChange;
  choices: PackageChoice[];
  preview?: PlannedChange;
}) {
  const { change: initial, choices, preview } = options;
  const [packages, setPackages] = useState(() => initialVersions(choices));
  const [config, setConfig] = useState<PluginConfig>();
  const [deleteData, setDeleteData] = useState(false);
  const change = useMemo((): PlannedChange => {
    if (preview && !config) return preview;
    if (initial.action === 'rollback') return initial;
    return {
      ...initial,
      ...(choices.length > 0 ? { packages } : {}),
      ...(config ? { config } : {}),
      ...(initial.action === 'remove' ? { deleteData } : {}),
    };
  }, [initial, preview, choices.length, packages, config, deleteData]);
  return {
    change,
    packages,
    setPackages,
    config,
    setConfig,
    deleteData,
    setDeleteData,
    isPreview: preview !== undefined && config === undefined,
  };
}

function initialVersions(choices: PackageChoice[]): Record<string, string> {
  return Object.fromEntries(
    choices.flatMap(choice => {
      const version = defaultVersion(choice) ?? choice.current;
      return version ? [[choice.name, version]] : [];
    }),
  );
}
