import type { FromServer, Hello, ToServer } from './wire';

/** What a transport tells. After `closed` it tells nothing more. */
export interface Listener {
  object(object: FromServer, length: number): void;
  closed(reason: string): void;
}

/** One connection, in whatever way it is made. */
export interface Transport {
  /** Whether more can be sent without waiting in memory. */
  readonly hasRoom: boolean;
  send(objects: ToServer[]): void;
  /** Closes without telling. */
  close(): void;
}

export interface Opening {
  url: URL;
  hello: Hello;
  /** The last position that was received, for transports that say it themselves. */
  position(): number;
  listener: Listener;
}

export type OpenTransport = (opening: Opening) => Transport;
