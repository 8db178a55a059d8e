import styles from './Explanation.module.css';

/** One line of an explanation: what it says, and the number that other lines cite it by. */
interface ExplanationLine {
  text: string;
  number?: string;
}

/** A citation, a version or range, or the name of a scoped package. */
const TOKEN =
  /(\(\d+\))|((?:[\^~]|[<>]=?)?\d+\.\d+\.\d+(?:[-+][\w.+-]*\w)?|[\^~]\d+(?:\.\d+)*)|(@[\w-]+(?:\/[\w-]+(?:\.[\w-]+)*)+)/;

/**
 * Why no versions go together, as the resolver proves it: one fact per line, each with its number in a column of its own, and the
 * conclusion last.
 *
 * @public
 */
export function Explanation({ text }: { text: string }) {
  const lines = linesOf(text);
  const isNumbered = lines.some(({ number }) => number !== undefined);
  return (
    <ol className={styles.lines} data-numbered={isNumbered || undefined}>
      {lines.map((line, index) => (
        <li
          // Lines never change places.
          key={index}
          className={styles.line}
          data-conclusion={line.text.startsWith('So, ') || undefined}
        >
          {isNumbered && <span className={styles.number}>{line.number}</span>}
          <span>
            <Marked text={line.text} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Names and versions stand out of the sentence; citations look like the numbers that they name. */
function Marked({ text }: { text: string }) {
  return (
    <>
      {text
        .split(new RegExp(TOKEN, 'g'))
        .filter(part => part !== undefined && part !== '')
        .map((part, index) =>
          new RegExp(`^(?:${TOKEN.source})$`).test(part) ? (
            <code key={index} className={classOf(part)}>
              {part}
            </code>
          ) : (
            part
          ),
        )}
    </>
  );
}

function classOf(part: string): string | undefined {
  if (part.startsWith('(')) return styles.citation;
  return part.startsWith('@') ? styles.name : styles.version;
}

function linesOf(text: string): ExplanationLine[] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const [, sentence = line, number] =
        /^(.*?)\s*\((\d+)\)$/.exec(line) ?? [];
      return { text: sentence, number };
    });
}
