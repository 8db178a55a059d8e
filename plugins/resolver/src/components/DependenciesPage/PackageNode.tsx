import { RiAlertLine, RiServerLine } from '@remixicon/react';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import type { Relation } from './relationsTo';
import styles from './PackageNode.module.css';

/** What a node of the drawing shows. */
export interface PackageNodeData extends Record<string, unknown> {
  name: string;
  version: string;
  kind: 'package' | 'host';
  /** To the chosen package. */
  relation: Relation;
  /** Something that it needs is not there, or the version has a known weakness. */
  isTroubled: boolean;
}

/** One package: its scope, its name and its version. */
export function PackageNode(props: NodeProps<Node<PackageNodeData>>) {
  const {
    data,
    sourcePosition = Position.Right,
    targetPosition = Position.Left,
  } = props;
  const { name, version, kind, relation, isTroubled } = data;
  const slash = name.lastIndexOf('/');
  return (
    <div
      className={styles.node}
      data-kind={kind}
      data-relation={relation}
      title={`${name} ${version}`}
    >
      <Handle type="target" position={targetPosition} isConnectable={false} />
      <span className={styles.names}>
        {slash > 0 && (
          <span className={styles.scope}>{name.slice(0, slash)}</span>
        )}
        <span className={styles.name}>{name.slice(slash + 1)}</span>
      </span>
      {kind === 'host' && <RiServerLine className={styles.icon} aria-hidden />}
      {isTroubled && (
        <RiAlertLine className={styles.trouble} aria-label="has a problem" />
      )}
      <code className={styles.version}>{version}</code>
      <Handle type="source" position={sourcePosition} isConnectable={false} />
    </div>
  );
}
