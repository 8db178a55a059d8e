/** The control plane has understood a request and refuses it: asking again at once would not help. */
export class RefusedError extends Error {
  constructor(
    message: string,
    /** Of the catalogue of errors, when it gave one. */
    readonly code?: string,
  ) {
    super(message);
    this.name = 'RefusedError';
  }
}
