/** The control plane has understood a request and refuses it: asking again would not help. */
export class RefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RefusedError';
  }
}
