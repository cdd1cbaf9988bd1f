// Keeps a connection: opens, watches over silence, comes back with growing and jittered delays, and changes to a way that works.

import type { Clock } from './clock';
import type { OpenTransport, Transport } from './transport';
import type { FromServer, Hello, ToServer, Welcome } from './wire';

const FirstDelay = 250;
const LongestDelay = 15_000;
/** A connection that lived so long was a good one: the next attempt comes soon. */
const GoodLife = 5_000;
const WelcomeDeadline = 10_000;
const AckEvery = 64;
const AckLength = 32 * 1024;

export interface LinkEvents {
  hello(): Hello;
  opened(welcome: Welcome): void;
  object(object: FromServer): void;
  lost(reason: string): void;
}

export class Link {
  /** The last position of the session that was received. */
  position = 0;

  private transport: Transport | null = null;
  private isOpen = false;
  private timer: unknown;
  private attempt = 0;
  private way = 0;
  private hasWorked = false;
  private openedAt = 0;
  private heardAt = 0;
  private acknowledgedAt = 0;
  private unacknowledged = 0;
  private unacknowledgedLength = 0;
  private heartbeat = WelcomeDeadline / 2;

  constructor(
    private readonly url: URL,
    private readonly ways: readonly OpenTransport[],
    private readonly clock: Clock,
    private readonly events: LinkEvents,
  ) {}

  get hasRoom(): boolean {
    return this.isOpen && this.transport!.hasRoom;
  }

  get isConnected(): boolean {
    return this.isOpen;
  }

  send(objects: ToServer[]): void {
    this.transport?.send(objects);
  }

  connect(): void {
    this.clock.clearTimeout(this.timer);
    this.heardAt = this.clock.now();
    this.heartbeat = WelcomeDeadline / 2;
    let mine: Transport | null = null;
    const isMine = (): boolean => mine === this.transport;
    const listener = {
      object: (object: FromServer, length: number) => isMine() && this.hear(object, length),
      closed: (reason: string) => isMine() && this.lose(reason),
    };
    try {
      mine = this.ways[this.way]!({ url: this.url, hello: this.events.hello(), position: () => this.position, listener });
      this.transport = mine;
      this.watch();
    } catch (error) {
      this.lose(String(error)); // an address or a way that this browser does not have
    }
  }

  /** Does not wait for the delay: the network or the reader came back. */
  hurry(): void {
    if (!this.transport) this.connect();
  }

  stop(): void {
    this.clock.clearTimeout(this.timer);
    this.transport?.close();
    this.transport = null;
    this.isOpen = false;
  }

  private hear(object: FromServer, length: number): void {
    this.heardAt = this.clock.now();
    switch (object.type) {
      case 'welcome':
        this.isOpen = this.hasWorked = true;
        this.openedAt = this.acknowledgedAt = this.heardAt;
        this.heartbeat = object.heartbeat;
        if (!object.resumed) this.position = object.position;
        this.events.opened(object);
        return;
      case 'messages':
        this.position = object.position + object.messages.length - 1;
        this.unacknowledged += object.messages.length;
        break;
      case 'gap':
        this.position = object.to;
        break;
      case 'send':
      case 'request':
      case 'presence':
        if ('position' in object && object.position !== undefined) {
          this.position = object.position;
          this.unacknowledged++;
        }
    }
    this.unacknowledgedLength += length;
    if (object.type !== 'heartbeat') this.events.object(object);
    this.acknowledge();
  }

  // Always upon something that was heard: a page in the background has hardly any timers.
  private acknowledge(): void {
    const isDue =
      this.unacknowledged >= AckEvery ||
      this.unacknowledgedLength >= AckLength ||
      this.heardAt - this.acknowledgedAt >= this.heartbeat / 2;
    if (!isDue || !this.isOpen) return;
    this.unacknowledged = this.unacknowledgedLength = 0;
    this.acknowledgedAt = this.heardAt;
    this.send([{ type: 'ack', position: this.position }]);
  }

  private watch(): void {
    const begun = this.clock.now();
    this.timer = this.clock.setTimeout(() => {
      const now = this.clock.now();
      // A page that was frozen has not heard either: what came meanwhile is read first.
      const wasFrozen = now - begun >= this.heartbeat;
      if (!wasFrozen && now - this.heardAt >= 2 * this.heartbeat) this.lose('the server was silent');
      else this.watch();
    }, this.heartbeat / 2);
  }

  private lose(reason: string): void {
    this.clock.clearTimeout(this.timer);
    this.transport?.close();
    this.transport = null;
    if (this.isOpen && this.clock.now() - this.openedAt >= GoodLife) this.attempt = 0;
    const wasOpen = this.isOpen;
    this.isOpen = false;
    this.attempt++;
    // What never worked may be what a proxy in between does not let through.
    if (!this.hasWorked && this.attempt % 2 === 0) this.way = (this.way + 1) % this.ways.length;
    const delay = Math.min(LongestDelay, FirstDelay * 2 ** (this.attempt - 1));
    this.timer = this.clock.setTimeout(() => this.connect(), delay * (0.5 + this.clock.random() / 2));
    if (wasOpen || this.attempt === 1) this.events.lost(reason);
  }
}
