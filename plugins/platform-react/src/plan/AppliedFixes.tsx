import { Button, Text } from '@backstage/ui';
import { RiArrowGoBackLine, RiCheckLine } from '@remixicon/react';
import styles from './ChangeDialog.module.css';

/** The fixes that the shown plan includes, with the way back. */
export function AppliedFixes(props: {
  descriptions: string[];
  onUndo: () => void;
}) {
  if (props.descriptions.length === 0) return null;
  return (
    <div className={styles.applied} role="status">
      <ul aria-label="Chosen fixes">
        {props.descriptions.map(description => (
          <li key={description}>
            <RiCheckLine aria-hidden />
            <Text>{description}</Text>
          </li>
        ))}
      </ul>
      <Button
        variant="tertiary"
        size="small"
        iconStart={<RiArrowGoBackLine />}
        onPress={props.onUndo}
      >
        Undo
      </Button>
    </div>
  );
}
