import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import styles from './Readme.module.css';

/**
 * What a README may contain. It is written by strangers: no script, style, form or frame survives, ids are
 * prefixed, and images come over HTTPS or from the package itself.
 */
const schema: typeof defaultSchema = {
  ...defaultSchema,
  protocols: {
    ...defaultSchema.protocols,
    href: ['http', 'https', 'mailto'],
    src: ['https'],
  },
};

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:|^\/\//i;

/** @public */
export interface ReadmeProps {
  markdown: string;
  /** Resolves a path that is relative to the package; without it such images and links show their text. */
  resolveUrl?: (path: string) => string | undefined;
}

/**
 * A README as its author meant it, without what an attacker may have meant.
 *
 * @public
 */
export function Readme({ markdown, resolveUrl }: ReadmeProps) {
  return (
    <div className={styles.readme}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeRaw, [rehypeSanitize, schema]]}
        components={createComponents(resolveUrl)}
      >
        {markdown}
      </ReactMarkdown>
    </div>
  );
}

function createComponents(
  resolveUrl: ReadmeProps['resolveUrl'],
): Partial<Components> {
  return {
    a: ({ href, children }) => {
      if (href?.startsWith('#')) return <a href={href}>{children}</a>;
      const target = externalUrl(href, resolveUrl);
      if (!target) return <span>{children}</span>;
      return (
        <a href={target} target="_blank" rel="noopener nofollow ugc">
          {children}
        </a>
      );
    },
    img: ({ src, alt, width, height }) => {
      const target = externalUrl(src, resolveUrl);
      if (!target) return <em>{alt}</em>;
      return (
        <img
          src={target}
          alt={alt ?? ''}
          width={width}
          height={height}
          loading="lazy"
          referrerPolicy="no-referrer"
        />
      );
    },
  };
}

function externalUrl(
  url: string | undefined,
  resolveUrl: ReadmeProps['resolveUrl'],
): string | undefined {
  if (!url) return undefined;
  return ABSOLUTE.test(url) ? url : resolveUrl?.(url);
}
