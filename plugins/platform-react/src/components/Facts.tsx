import styles from './Facts.module.css';

/** @public */
export interface FactsProps {
  /** What each is called and what it is. Those that are not known are left out. */
  facts: Array<[label: string, value: string | number | undefined]>;
  /** For short values: numbers, versions. */
  isDense?: boolean;
}

/**
 * A few facts about one thing, each under its name.
 *
 * @public
 */
export function Facts({ facts, isDense }: FactsProps) {
  return (
    <dl className={styles.facts} data-dense={isDense || undefined}>
      {facts.map(
        ([label, value]) =>
          value !== undefined &&
          value !== '' && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
