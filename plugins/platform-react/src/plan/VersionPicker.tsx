import { Select } from '@backstage/ui';
import type { PackageRole } from '@sceneshift/backstage-platform-common';
import styles from './ChangeDialog.module.css';

/** A package of a plugin and the versions one may choose. @public */
export interface PackageChoice {
  name: string;
  role?: PackageRole;
  /** The version that is installed now. */
  current?: string;
  /** Newest first. */
  versions: Array<{
    version: string;
    installable: boolean;
    deprecated?: string;
  }>;
}

/**
 * The version that an install or upgrade proposes: the newest that can be installed, without pre-releases
 * as long as there is another.
 *
 * @public
 */
export function defaultVersion(choice: PackageChoice): string | undefined {
  const installable = choice.versions.filter(item => item.installable);
  const stable = installable.filter(item => !item.version.includes('-'));
  const fresh = stable.filter(item => !item.deprecated);
  return (fresh[0] ?? stable[0] ?? installable[0])?.version;
}

/** @public */
export interface VersionPickerProps {
  choices: PackageChoice[];
  selected: Record<string, string>;
  onChange: (selected: Record<string, string>) => void;
}

/**
 * One select per package: packages of one plugin may drift in version.
 *
 * @public
 */
export function VersionPicker(props: VersionPickerProps) {
  const { choices, selected, onChange } = props;
  return (
    <div className={styles.versions}>
      {choices.map(choice => (
        <Select
          key={choice.name}
          label={choice.name}
          secondaryLabel={choice.role?.replace('-plugin', '')}
          options={choice.versions.map(item => ({
            id: item.version,
            label: labelOf(item, choice.current),
            disabled: !item.installable,
          }))}
          selectedKey={selected[choice.name] ?? null}
          onSelectionChange={key =>
            key !== null &&
            onChange({ ...selected, [choice.name]: String(key) })
          }
        />
      ))}
    </div>
  );
}

function labelOf(
  item: PackageChoice['versions'][number],
  current: string | undefined,
): string {
  const notes = [
    item.version === current && 'installed',
    item.deprecated && 'deprecated',
    !item.installable && 'not installable',
  ].filter(Boolean);
  return notes.length > 0
    ? `${item.version} (${notes.join(', ')})`
    : item.version;
}
