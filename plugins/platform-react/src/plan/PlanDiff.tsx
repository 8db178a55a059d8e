import { Text } from '@backstage/ui';
import { RiArrowRightLine } from '@remixicon/react';
import type { PlanDiffEntry } from '@sceneshift/backstage-plugin-lifecycle-common';
import { StatusBadge } from '../components/StatusBadge';
import { describeChangeKind, describeImpact } from './planWords';
import styles from './Plan.module.css';

/**
 * What a plan changes, plugin by plugin.
 *
 * @public
 */
export function PlanDiff({ diff }: { diff: PlanDiffEntry[] }) {
  const changed = diff.filter(entry => entry.kind !== 'keep');
  const kept = diff.length - changed.length;
  return (
    <div className={styles.diff}>
      {changed.map(entry => (
        <PlanDiffCard key={entry.pluginId} entry={entry} />
      ))}
      {changed.length === 0 && (
        <Text color="secondary">This changes nothing.</Text>
      )}
      {kept > 0 && changed.length > 0 && (
        <Text variant="body-small" color="secondary">
          {kept === 1
            ? '1 other plugin keeps running untouched.'
            : `${kept} other plugins keep running untouched.`}
        </Text>
      )}
    </div>
  );
}

function PlanDiffCard({ entry }: { entry: PlanDiffEntry }) {
  const { label, tone } = describeChangeKind(entry.kind);
  return (
    <section className={styles.entry} aria-label={`${label} ${entry.pluginId}`}>
      <header className={styles.entryHeader}>
        <Text weight="bold">{entry.pluginId}</Text>
        <StatusBadge tone={tone} icon={false}>
          {label}
        </StatusBadge>
      </header>
      <table className={styles.packages}>
        <tbody>
          {entry.packages.map(item => (
            <PackageRow key={item.name} item={item} />
          ))}
        </tbody>
      </table>
      {entry.config.length > 0 && <ConfigChanges changes={entry.config} />}
      {describeImpact(entry).map(line => (
        <Text key={line} variant="body-small" color="secondary">
          {line}
        </Text>
      ))}
    </section>
  );
}

function PackageRow({ item }: { item: PlanDiffEntry['packages'][number] }) {
  const unchanged = item.from === item.to;
  return (
    <tr data-unchanged={unchanged || undefined}>
      <th scope="row">
        {item.name} <span className={styles.role}>{item.role}</span>
      </th>
      <td>{item.from ?? <span className={styles.none}>none</span>}</td>
      <td className={styles.arrow}>
        <RiArrowRightLine aria-label="becomes" />
      </td>
      <td className={styles.to}>
        {item.to ?? <span className={styles.none}>none</span>}
      </td>
    </tr>
  );
}

function ConfigChanges({ changes }: { changes: PlanDiffEntry['config'] }) {
  return (
    <ul className={styles.config} aria-label="Configuration">
      {changes.map(change => (
        <li key={change.path} data-kind={change.kind}>
          <code>{change.path}</code> {change.kind}
        </li>
      ))}
    </ul>
  );
}
