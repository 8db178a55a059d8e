import styles from './PluginMonogram.module.css';

const HUES = 8;

/** A stable hue for a plugin, so that it looks the same on every page. */
function hueOf(pluginId: string): number {
  let sum = 0;
  for (const letter of pluginId) sum = (sum * 31 + letter.charCodeAt(0)) % 997;
  return sum % HUES;
}

function initialsOf(title: string): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters =
    words.length > 1
      ? words.slice(0, 2).map(word => word[0])
      : [title.slice(0, 2)];
  return letters.join('').toLocaleUpperCase();
}

/**
 * Two letters on a colour: stands for a plugin where it has no picture.
 *
 * @public
 */
export function PluginMonogram(props: {
  pluginId: string;
  title: string;
  size?: 'medium' | 'large';
}) {
  return (
    <span
      className={styles.monogram}
      data-hue={hueOf(props.pluginId)}
      data-size={props.size ?? 'medium'}
      aria-hidden
    >
      {initialsOf(props.title)}
    </span>
  );
}
