import { SearchField, Text } from '@backstage/ui';
import { RiAlertLine } from '@remixicon/react';
import type { GraphNode } from '@sceneshift/backstage-plugin-resolver-common';
import { useState } from 'react';
import styles from './PackageList.module.css';

/** All packages of the drawing, to search and to choose from. */
export function PackageList(props: {
  nodes: GraphNode[];
  onSelect: (name: string) => void;
}) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = props.nodes.filter(({ name, pluginId = '' }) =>
    `${name} ${pluginId}`.toLowerCase().includes(wanted),
  );
  return (
    <div className={styles.panel}>
      <SearchField
        aria-label="Search packages"
        placeholder="Search packages"
        value={text}
        onChange={setText}
      />
      <Text variant="body-small" color="secondary" aria-live="polite">
        {found.length === props.nodes.length
          ? `${found.length} packages. Choose one to see why it is here and what would break without it.`
          : `${found.length} of ${props.nodes.length} packages`}
      </Text>
      <ul className={styles.list}>
        {found.map(({ name, version, advisories = [] }) => (
          <li key={name}>
            <button
              type="button"
              className={styles.item}
              onClick={() => props.onSelect(name)}
            >
              <span className={styles.name}>{name}</span>
              {advisories.length > 0 && (
                <RiAlertLine className={styles.alert} aria-label="advisory" />
              )}
              <code>{version}</code>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
