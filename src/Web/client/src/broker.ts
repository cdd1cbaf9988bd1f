import { systemClock, type Clock } from './clock';
import { BrokerError } from './error';
import { Group, Groups, type Gap, type Handler, type JoinOptions } from './groups';
import { openEventSource, openPolls } from './http';
import { Link } from './link';
import { Pending } from './pending';
import type { OpenTransport } from './transport';
import { openWebSocket } from './websocket';
import type { FromServer, Hello, Kind, Member, ToServer, Welcome } from './wire';

export interface ConnectOptions {
  /** The first connection stands. */
  onConnect?: () => void;
  /** The connection was lost, or the first attempt failed. It is tried again. */
  onDisconnect?: (reason: string) => void;
  /** It stands again. `resumed`: the server has kept the session, nothing is missing but what `onGap` tells. */
  onReconnect?: (info: { resumed: boolean }) => void;
  /** Messages are missing, or may be. */
  onGap?: (gap: Gap) => void;
  /** Whatever has nobody else to be told to: refusals of what was not confirmed, handlers that threw. `console.error` unless given. */
  onError?: (error: unknown) => void;
  /** Sent to this client alone, by the server or another client. */
  onSend?: (value: unknown, message: { name: string | null; from: string | null }) => void;
  /** What the server wants to let a client in. */
  key?: string;
  /** What others see in presence. */
  name?: string;
  /** False: what this client publishes does not come back to it. */
  own?: boolean;
  /** How many publishes and sends wait while there is no connection; the oldest give way. 1,000 unless given. */
  bufferLimit?: number;
  /** How to connect; `auto`, which is a WebSocket and whatever else works, unless given. */
  transport?: 'auto' | 'websocket' | 'events' | 'poll';
}

export interface PublishOptions {
  /** What a topic is made as when it is not there yet. */
  kind?: Kind;
  /** After so many ms nobody gets it any more. */
  ttl?: number;
  /** False: it does not come back to this client. */
  own?: boolean;
}

export interface SendOptions {
  name?: string;
  /** A client; the server unless given. */
  to?: string;
}

export interface RequestOptions {
  to?: string;
  /** In ms; 5,000 unless given. */
  timeout?: number;
}

/** A place in a group, until it is left. */
export interface Joined {
  readonly filter: string;
  leave(): void;
}

export type State = 'connecting' | 'connected' | 'disconnected' | 'closed';

const ways: Record<NonNullable<ConnectOptions['transport']>, readonly OpenTransport[]> = {
  auto: [openWebSocket, openEventSource, openPolls],
  websocket: [openWebSocket],
  events: [openEventSource],
  poll: [openPolls],
};

const RetryRoom = 20;
const ConfirmTimeout = 10_000;

export class Broker {
  /** What this client is known by; null before the first connection. */
  client: string | null = null;
  state: State = 'connecting';
  /** Publishes and sends that gave way because too many waited. */
  lost = 0;

  private readonly link: Link;
  private readonly pending: Pending;
  private readonly groups: Groups;
  private readonly responders = new Map<string, (value: unknown, from: string | null) => unknown>();
  private outbox: ToServer[] = [];
  private drainTimer: unknown;
  private session: string | null = null;
  private epoch = '';
  private maxMessage = Infinity;

  /** @internal Use `connect`. */
  constructor(
    url: URL,
    private readonly options: ConnectOptions,
    transports: readonly OpenTransport[],
    private readonly clock: Clock,
  ) {
    this.pending = new Pending(clock);
    this.groups = new Groups((error) => this.fail(error));
    this.link = new Link(url, transports, clock, {
      hello: () => this.hello(),
      opened: (welcome) => this.onOpened(welcome),
      object: (object) => this.onObject(object),
      lost: (reason) => this.onLost(reason),
    });
    globalThis.addEventListener?.('online', this.hurry);
    this.link.connect();
  }

  /**
   * Joins a group. Resolves when the server has confirmed, also when that takes until the connection stands; from then on, and after each
   * reconnection, `handler` gets what is published.
   */
  async join<T = unknown>(filter: string, handler: Handler<T>, options: JoinOptions = {}): Promise<Joined> {
    this.checkOpen();
    let group = this.groups.all.get(filter);
    const isNew = !group;
    group ??= new Group(filter, options.history ?? 0);
    const mine: Handler = (value, message) => (handler as Handler)(value, message); // the same function may join twice
    const watcher = options.presence;
    const isNews = isNew || (watcher !== undefined && group.watchers.size === 0);
    group.handlers.add(mine);
    if (watcher) group.watchers.add(watcher);
    this.groups.add(group);
    const leave = (): void => this.leave(group, mine, watcher);
    if (isNews) {
      if (!group.joining) ({ id: group.id, answer: group.joining } = this.pending.add(0));
      this.outbox = this.outbox.filter((object) => object.type !== 'leave' || object['filter'] !== filter);
      if (this.link.isConnected) this.link.send([group.join(false)]);
    }
    try {
      await group.joining;
    } catch (error) {
      if (this.groups.all.get(filter) === group) this.groups.remove(group);
      throw error;
    }
    if (group.handlers.has(mine)) this.groups.replay(filter, mine);
    return { filter, leave };
  }

  /** Publishes JSON. Waits in the buffer while there is no connection. */
  publish(topic: string, value: unknown, options: PublishOptions = {}): void {
    this.post({ type: 'publish', topic, value: orNull(value), ...options });
  }

  /** The same, and resolves with the message's sequence when the server has published it. */
  async publishConfirmed(topic: string, value: unknown, options: PublishOptions = {}): Promise<number> {
    const { sequence } = await this.ask<{ sequence: number }>({ type: 'publish', topic, value: orNull(value), ...options }, ConfirmTimeout);
    return sequence;
  }

  /** Sends to the server, or to one client. */
  send(value: unknown, options: SendOptions = {}): void {
    this.post({ type: 'send', value: orNull(value), ...options });
  }

  /** Asks the server, or one client, and resolves with its answer. */
  async request<T = unknown>(name: string, value?: unknown, { to, timeout = 5_000 }: RequestOptions = {}): Promise<T> {
    const object = { type: 'request', name, value: orNull(value), timeout, ...(to !== undefined && { to }) };
    return (await this.ask<{ value: T }>(object, timeout)).value;
  }

  /** Who is in a group now. */
  async presence(filter: string): Promise<Member[]> {
    return (await this.ask<{ clients: Member[] }>({ type: 'presence', filter }, ConfirmTimeout)).clients;
  }

  /** Answers what the server or other clients ask by that name; a later call replaces the earlier. */
  onRequest(name: string, answer: (value: unknown, from: string | null) => unknown): void {
    this.responders.set(name, answer);
  }

  /** Ends the session; nothing can be asked any more. */
  close(): void {
    if (this.state === 'closed') return;
    globalThis.removeEventListener?.('online', this.hurry);
    if (this.link.isConnected) this.link.send([{ type: 'bye' }]);
    this.link.stop();
    this.clock.clearTimeout(this.drainTimer);
    this.state = 'closed';
    this.pending.rejectWhere(() => true, new BrokerError('closed', 'The client was closed.'));
  }

  private readonly hurry = (): void => this.link.hurry();

  private hello(): Hello {
    const { key, name, own } = this.options;
    return {
      type: 'hello',
      ...(this.session !== null && { session: this.session, position: this.link.position }),
      ...(key !== undefined && { key }),
      ...(name !== undefined && { name }),
      ...(own === false && { own }),
    };
  }

  private onOpened({ session, client, epoch, resumed, maxMessage }: Welcome): void {
    const isFirst = this.session === null;
    this.session = session;
    this.client = client;
    this.maxMessage = maxMessage;
    const uncertain = resumed || isFirst ? [] : [...this.groups.uncertain()];
    if (epoch !== this.epoch) this.groups.forgetTopics();
    this.epoch = epoch;
    this.state = 'connected';
    const joins = [...this.groups.all.values()].filter(({ joining }) => !resumed || joining);
    if (joins.length) this.link.send(joins.map((group) => group.join(group.joining === null)));
    this.drain();
    this.groups.guard(() => (isFirst ? this.options.onConnect?.() : this.options.onReconnect?.({ resumed })));
    for (const filter of uncertain) this.tellGap({ filter, missed: null });
  }

  private onObject(object: FromServer): void {
    switch (object.type) {
      case 'topic':
        return this.groups.announce(object.id, object.name, object.kind);
      case 'messages':
        if (object.dropped) this.tellGap({ filter: null, missed: object.dropped });
        for (const message of object.messages) this.groups.deliver(message, this.epoch);
        return;
      case 'gap':
        return this.tellGap({ filter: null, missed: object.to - object.from + 1 });
      case 'joined':
        return this.onJoined(object);
      case 'left':
      case 'sent':
      case 'published':
      case 'response':
        return this.pending.resolve(object.id, object);
      case 'presence':
        if (object.id === undefined) this.groups.tellPresence(object.filter, object.joined, object.left);
        else this.pending.resolve(object.id, object);
        return;
      case 'send':
        return this.groups.guard(() => this.options.onSend?.(object.value, { name: object.name ?? null, from: object.from }));
      case 'request':
        return void this.respond(object.id, object.name, object.value, object.from);
      case 'error': {
        const error = new BrokerError(object.code, object.message);
        if (!this.pending.reject(object.id, error)) this.fail(error);
      }
    }
  }

  private onJoined({ id, filter, sequence, gap }: Extract<FromServer, { type: 'joined' }>): void {
    const group = this.groups.all.get(filter);
    if (group) {
      if (sequence !== undefined && (group.epoch !== this.epoch || group.sequence === null)) {
        group.sequence = sequence;
        group.epoch = this.epoch;
      }
      if (id === group.id) group.joining = null;
    }
    if (gap) this.tellGap({ filter, missed: gap.missed });
    this.pending.resolve(id, undefined);
  }

  private onLost(reason: string): void {
    if (this.state === 'closed') return;
    this.state = 'disconnected';
    const joining = new Set([...this.groups.all.values()].filter((group) => group.joining).map((group) => group.id));
    const waiting = new Set(this.outbox.map(({ id }) => id));
    const isSent = (id: number): boolean => !joining.has(id) && !waiting.has(id);
    this.pending.rejectWhere(isSent, new BrokerError('disconnected', 'The connection broke before the answer; whether it was done is not known.'));
    this.groups.guard(() => this.options.onDisconnect?.(reason));
  }

  private async respond(id: string, name: string, value: unknown, from: string | null): Promise<void> {
    let answer: ToServer;
    try {
      const responder = this.responders.get(name);
      if (!responder) throw new Error(`This client does not answer "${name}".`);
      answer = { type: 'response', id, value: orNull(await responder(value, from)) };
    } catch (error) {
      answer = { type: 'response', id, error: error instanceof Error ? error.message : String(error) };
    }
    if (this.link.isConnected) this.link.send([answer]);
  }

  private leave(group: Group, handler: Handler, watcher: JoinOptions['presence']): void {
    group.handlers.delete(handler);
    if (watcher) group.watchers.delete(watcher);
    if (group.handlers.size) return this.groups.change();
    if (this.groups.all.get(group.filter) !== group) return;
    this.groups.remove(group);
    this.post({ type: 'leave', filter: group.filter });
  }

  private ask<T>(object: ToServer, timeout: number): Promise<T> {
    const { id, answer } = this.pending.add<T>(timeout);
    this.post({ ...object, id });
    return answer;
  }

  private post(object: ToServer): void {
    this.checkOpen();
    this.outbox.push(object);
    this.drain();
    while (this.outbox.length > (this.options.bufferLimit ?? 1_000)) {
      this.lost++;
      const { id } = this.outbox.shift()!;
      this.pending.reject(id as number, new BrokerError('overflow', 'Too much waits for the connection.'));
    }
  }

  private drain(): void {
    while (this.outbox.length && this.link.hasRoom) {
      const object = this.outbox.shift()!;
      // Each character takes at most three octets; most take one, so that the exact length is seldom needed.
      const text = JSON.stringify(object);
      if (text.length * 3 > this.maxMessage && new TextEncoder().encode(text).length > this.maxMessage) {
        const error = new BrokerError('too-large', `The message is longer than the ${this.maxMessage} octets that the server takes.`);
        if (!this.pending.reject(object.id as number, error)) this.fail(error);
      } else if (object.id === undefined || this.pending.has(object.id)) {
        this.link.send([object]); // what has timed out meanwhile is not sent any more
      }
    }
    this.clock.clearTimeout(this.drainTimer);
    if (this.outbox.length && this.link.isConnected) this.drainTimer = this.clock.setTimeout(() => this.drain(), RetryRoom);
  }

  private tellGap(gap: Gap): void {
    this.groups.guard(() => this.options.onGap?.(gap));
  }

  private fail(error: unknown): void {
    (this.options.onError ?? console.error)(error);
  }

  private checkOpen(): void {
    if (this.state === 'closed') throw new BrokerError('closed', 'The client was closed.');
  }
}

/** What JSON has no word for is null. */
const orNull = (value: unknown): unknown => value ?? null;

/** Connects to a broker, by its address or its path on this page's server. Returns at once; `onConnect` tells when it stands. */
export function connect(url: string | URL = '/broker', options: ConnectOptions = {}): Broker {
  const base = typeof location === 'undefined' ? undefined : location.href;
  const address = new URL(url, base);
  address.protocol = address.protocol.replace('ws', 'http');
  return new Broker(address, options, ways[options.transport ?? 'auto'], systemClock);
}
