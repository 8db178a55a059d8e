import styles from './Legend.module.css';

const ENTRIES = [
  { mark: 'needs', text: 'needs' },
  { mark: 'likes', text: 'works better with' },
  { mark: 'unmet', text: 'needs, but it is not there' },
  { mark: 'chosen', text: 'chosen' },
  { mark: 'needsIt', text: 'would break without it' },
  { mark: 'neededByIt', text: 'is needed by it' },
];

/** What the lines and frames of the drawing mean. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {ENTRIES.map(({ mark, text }) => (
        <li key={mark}>
          <span className={styles.mark} data-mark={mark} aria-hidden />
          {text}
        </li>
      ))}
    </ul>
  );
}
