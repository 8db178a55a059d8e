import {
  RiAlertLine,
  RiCheckLine,
  RiCloseLine,
  RiInformationLine,
  RiLoader4Line,
  RiPauseLine,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './StatusBadge.module.css';

/** @public */
export type StatusTone =
  | 'success'
  | 'danger'
  | 'warning'
  | 'info'
  | 'progress'
  | 'neutral';

/** How a state is called and coloured. @public */
export interface StatusWords {
  label: string;
  tone: StatusTone;
}

const ICONS: Record<StatusTone, typeof RiCheckLine> = {
  success: RiCheckLine,
  danger: RiCloseLine,
  warning: RiAlertLine,
  info: RiInformationLine,
  progress: RiLoader4Line,
  neutral: RiPauseLine,
};

/** @public */
export interface StatusBadgeProps {
  tone: StatusTone;
  children: ReactNode;
  /** Shown on hover, e.g. the reason of a failure. */
  title?: string;
  /** False for labels that are no state, e.g. a role. Default true. */
  icon?: boolean;
}

/**
 * A state in one word: colour, sign and text say the same, so that none of them is needed alone.
 *
 * @public
 */
export function StatusBadge(props: StatusBadgeProps) {
  const Icon = ICONS[props.tone];
  return (
    <span className={styles.badge} data-tone={props.tone} title={props.title}>
      {props.icon !== false && (
        <Icon
          className={styles.icon}
          data-spinning={props.tone === 'progress' || undefined}
          aria-hidden
        />
      )}
      {props.children}
    </span>
  );
}
