import { Button, Flex, Link, Text } from '@backstage/ui';
import { RiArrowLeftLine, RiDeleteBinLine } from '@remixicon/react';
import { StatusBadge } from '@sceneshift/backstage-platform-react';
import type {
  DependencyGraph,
  GraphNode,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { ReactNode } from 'react';
import styles from './NodeDetails.module.css';

interface NodeDetailsProps {
  node: GraphNode;
  graph: DependencyGraph;
  onSelect: (name: string | undefined) => void;
  onRemove: (pluginId: string) => void;
}

/** Why a package is here, what it needs, and what would break without it. */
export function NodeDetails(props: NodeDetailsProps) {
  const { node, graph, onSelect } = props;
  const { name, version, reasons, neededBy, advisories = [] } = node;
  const needs = graph.edges.filter(({ from }) => from === name);
  return (
    <section className={styles.details} aria-live="polite">
      <Button
        variant="tertiary"
        size="small"
        iconStart={<RiArrowLeftLine />}
        onPress={() => onSelect(undefined)}
      >
        All packages
      </Button>
      <header>
        <Text as="h2" variant="title-x-small" weight="bold">
          {name}
        </Text>
        <Flex gap="2" align="center">
          <code className={styles.version}>{version}</code>
          {node.role && (
            <StatusBadge tone="neutral" icon={false}>
              {node.role}
            </StatusBadge>
          )}
          {node.kind === 'host' && (
            <StatusBadge tone="neutral" icon={false}>
              part of the portal
            </StatusBadge>
          )}
          {node.yanked && <StatusBadge tone="warning">yanked</StatusBadge>}
          {advisories.map(({ id, severity }) => (
            <StatusBadge key={id} tone="danger">
              {`${id} (${severity})`}
            </StatusBadge>
          ))}
        </Flex>
      </header>
      <Section title="Why it is here">
        {reasons.map(reason => (
          <li key={reason}>{reason}</li>
        ))}
      </Section>
      <Section
        title="What would break without it"
        empty="Nothing else that is installed"
      >
        {neededBy.map(other => (
          <li key={other}>
            <PackageLink name={other} onSelect={onSelect} />
          </li>
        ))}
      </Section>
      <Section title="What it needs" empty="Nothing">
        {needs.map(({ to, range, kind, satisfied }) => (
          <li key={to}>
            <PackageLink name={to} onSelect={onSelect} />{' '}
            <code>{shortRange(range)}</code>
            {kind === 'optional' && ' (works better with it)'}
            {!satisfied && <StatusBadge tone="danger">not met</StatusBadge>}
          </li>
        ))}
      </Section>
      {node.kind === 'package' && <Actions {...props} />}
    </section>
  );
}

function Section(props: {
  title: string;
  empty?: string;
  children: ReactNode[];
}) {
  return (
    <div>
      <Text as="h3" variant="body-small" weight="bold">
        {props.title}
      </Text>
      {props.children.length > 0 ? (
        <ul className={styles.list}>{props.children}</ul>
      ) : (
        <Text color="secondary">{props.empty}</Text>
      )}
    </div>
  );
}

function PackageLink(props: {
  name: string;
  onSelect: (name: string) => void;
}) {
  return (
    <button
      type="button"
      className={styles.link}
      onClick={() => props.onSelect(props.name)}
    >
      {props.name}
    </button>
  );
}

/** The list of all releases that fit is of no use to a reader. */
function shortRange(range: string): string {
  const parts = range.split(' || ');
  return parts.length > 3
    ? `${parts.at(0)} … ${parts.at(-1)} (${parts.length} versions)`
    : range;
}

function Actions({ node, onRemove }: NodeDetailsProps) {
  const { pluginId } = node;
  if (!pluginId) return null;
  return (
    <Flex gap="3" align="center">
      <Link href={`/plugins/${pluginId}`}>{`Plugin ${pluginId}`}</Link>
      <Button
        variant="secondary"
        size="small"
        destructive
        iconStart={<RiDeleteBinLine />}
        onPress={() => onRemove(pluginId)}
      >
        Remove…
      </Button>
    </Flex>
  );
}
