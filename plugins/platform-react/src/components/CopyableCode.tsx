import { ButtonIcon } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import styles from './CopyableCode.module.css';

/**
 * One command to run, with a button that copies it.
 *
 * @public
 */
export function CopyableCode({ code }: { code: string }) {
  return (
    <span className={styles.root}>
      <code className={styles.code}>{code}</code>
      <ButtonIcon
        aria-label="Copy command"
        size="small"
        variant="tertiary"
        icon={<RiFileCopyLine />}
        onPress={() => navigator.clipboard?.writeText(code)}
      />
    </span>
  );
}
