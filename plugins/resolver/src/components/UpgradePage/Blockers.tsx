import { Link, Text } from '@backstage/ui';
import { Explanation, StatusBadge } from '@sceneshift/backstage-platform-react';
import type { UpgradeBlocker } from '@sceneshift/backstage-plugin-resolver-common';
import styles from './UpgradePage.module.css';

/** Every package in the way: why it is, and until when. */
export function Blockers(props: { block: UpgradeBlocker[]; to: string }) {
  return (
    <section className={styles.section} aria-label="What blocks">
      <Text as="h3" variant="title-x-small" weight="bold">
        What blocks
      </Text>
      {props.block.map(blocker => (
        <article
          key={blocker.name}
          className={styles.blocker}
          aria-label={blocker.name}
        >
          <header className={styles.blockerHeader}>
            <Text weight="bold">
              {blocker.name} <code>{blocker.version}</code>
            </Text>
            <Until blocker={blocker} />
          </header>
          {blocker.with && (
            <Text variant="body-small" color="secondary">
              {`Each fits by itself, but not together with ${blocker.with.join(
                ' and ',
              )}.`}
            </Text>
          )}
          <Explanation text={blocker.reason} />
          {blocker.pluginId && (
            <Link href={`/plugins/${blocker.pluginId}`}>
              {`Look at the plugin ${blocker.pluginId}`}
            </Link>
          )}
        </article>
      ))}
    </section>
  );
}

function Until({ blocker }: { blocker: UpgradeBlocker }) {
  const { firstRelease, lastRelease } = blocker;
  if (firstRelease) {
    return (
      <StatusBadge tone="info">{`fits from ${firstRelease} on`}</StatusBadge>
    );
  }
  return (
    <StatusBadge tone="danger">
      {lastRelease
        ? `fits no known release after ${lastRelease}`
        : 'fits no known release'}
    </StatusBadge>
  );
}
