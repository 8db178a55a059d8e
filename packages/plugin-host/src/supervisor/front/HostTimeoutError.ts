/** A host did not begin its answer in time. */
export class HostTimeoutError extends Error {
  constructor() {
    super('The host did not answer in time');
    this.name = 'HostTimeoutError';
  }
}
