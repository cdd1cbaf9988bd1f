/** What the broker refused, or what could not be known. */
export class BrokerError extends Error {
  /** A code of docs/wire.md, or `disconnected`, `overflow`, `closed`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'BrokerError';
    this.code = code;
  }
}
