import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** @public */
export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  description?: ReactNode;
  action?: ReactNode;
}

/**
 * Says that there is nothing, why, and what to do about it.
 *
 * @public
 */
export function EmptyState(props: EmptyStateProps) {
  return (
    <Flex
      direction="column"
      align="center"
      gap="2"
      className={styles.root}
      role="status"
    >
      {props.icon && <span className={styles.icon}>{props.icon}</span>}
      <Text variant="title-x-small" weight="bold">
        {props.title}
      </Text>
      {props.description && (
        <Text color="secondary" className={styles.description}>
          {props.description}
        </Text>
      )}
      {props.action}
    </Flex>
  );
}
