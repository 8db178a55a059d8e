import { ButtonIcon } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { formatLogLine } from './formatLogLine';
import styles from './LogView.module.css';

/** @public */
export interface LogViewProps {
  lines: string[];
  /** Names the log for assistive technology. */
  label: string;
}

/**
 * The last lines of a host's log, newest last and in view.
 *
 * @public
 */
export function LogView({ lines, label }: LogViewProps) {
  const ref = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.scrollTop = ref.current.scrollHeight;
  }, [lines]);
  return (
    <div className={styles.root}>
      <div className={styles.actions}>
        <ButtonIcon
          aria-label="Copy log"
          size="small"
          variant="tertiary"
          icon={<RiFileCopyLine />}
          onPress={() => navigator.clipboard?.writeText(lines.join('\n'))}
        />
      </div>
      <pre ref={ref} className={styles.lines} role="log" aria-label={label}>
        {lines.length > 0
          ? lines.map(formatLogLine).join('\n')
          : 'Nothing was logged.'}
      </pre>
    </div>
  );
}
