import { secretForms } from './secretForms';

/** Replaces every secret, whole or line by line, in text that did not come through a logger. */
export class Redactor {
  readonly #pattern: RegExp | undefined;

  constructor(secrets: Iterable<string>) {
    const parts = secretForms(secrets)
      .sort((a, b) => b.length - a.length)
      .map(escapePattern);
    this.#pattern = parts.length ? new RegExp(parts.join('|'), 'g') : undefined;
  }

  redact(text: string): string {
    return this.#pattern ? text.replace(this.#pattern, '***') : text;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
