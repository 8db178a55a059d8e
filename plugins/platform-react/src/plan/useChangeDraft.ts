import type {
  PlannedChange,
  PluginConfig,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useMemo, useState } from 'react';
import { useFixes } from './useFixes';
import { defaultVersion, type PackageChoice } from './VersionPicker';

const NOTHING: PlannedChange[] = [];

/**
 * The change that a dialog composes: what was asked for, with the versions and values chosen so far, and the fixes.
 */
export function useChangeDraft(options: {
  change: PlannedChange;
  choices: PackageChoice[];
  preview?: PlannedChange;
  also?: PlannedChange[];
}) {
  const { change: initial, choices, preview, also = NOTHING } = options;
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
  const fixes = useFixes({ change, also, packages, setPackages });
  return {
    change,
    /** All that is planned. */
    changes: [change, ...fixes.further],
    fixes,
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
