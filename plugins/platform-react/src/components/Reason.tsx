import type { ReactNode } from 'react';
import styles from './Reason.module.css';

/**
 * Why something is as it is: sentences for people, one below the other, and the stable code to search for.
 *
 * @public
 */
export function Reason(props: { children: ReactNode; code?: string }) {
  return (
    <span className={styles.reason}>
      {props.children}
      {props.code && <code className={styles.code}>{props.code}</code>}
    </span>
  );
}
