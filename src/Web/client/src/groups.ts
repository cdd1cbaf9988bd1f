// Which filters were joined, which topics they mean, and who is told.

import { isExact, matches } from './filter';
import type { Kind, Member, ToServer, WireMessage } from './wire';

export interface Message<T = unknown> {
  topic: string;
  /** Each event counts; of a state only the latest is of interest. */
  kind: Kind;
  /** Counts the topic's messages from 1. */
  sequence: number;
  time: Date;
  /** The client that published it, null for the server. */
  sender: string | null;
  value: T;
}

/** What is certain to be missing, or cannot be known. */
export interface Gap {
  /** Of which group; null: of any. */
  filter: string | null;
  /** How many messages; null: nobody knows. */
  missed: number | null;
}

export type Handler<T = unknown> = (value: T, message: Message<T>) => void;

export interface JoinOptions {
  /** So many events that the server kept come first. */
  history?: number;
  /** Is told who joins and leaves this group. */
  presence?: (joined: Member[], left: Member[]) => void;
}

interface Topic {
  name: string;
  kind: Kind;
  handlers: Handler[] | null;
  /** Of a state, for those who join later. */
  last: Message | null;
}

export class Group {
  readonly handlers = new Set<Handler>();
  readonly watchers = new Set<(joined: Member[], left: Member[]) => void>();
  /** The last sequence of an exact topic, and the epoch it belongs to. */
  sequence: number | null = null;
  epoch = '';
  /** Promised to those who joined; the server has not confirmed yet. */
  joining: Promise<unknown> | null = null;
  id = 0;

  constructor(
    readonly filter: string,
    public history: number,
  ) {}

  /** What is said to the server; `again` when this client was in the group before. */
  join(again: boolean): ToServer {
    const object: ToServer = { type: 'join', filter: this.filter };
    if (this.joining) object.id = this.id;
    if (this.watchers.size) object['presence'] = true;
    if (again && this.sequence !== null) object['since'] = { epoch: this.epoch, sequence: this.sequence };
    else if (!again && this.history) object['history'] = this.history;
    return object;
  }
}

export class Groups {
  readonly all = new Map<string, Group>();
  private readonly topics = new Map<number, Topic>();

  constructor(private readonly fail: (error: unknown) => void) {}

  announce(id: number, name: string, kind: Kind): void {
    const known = this.topics.get(id);
    if (known?.name !== name) this.topics.set(id, { name, kind, handlers: null, last: known?.last ?? null });
  }

  /** The numbers of another epoch mean nothing. */
  forgetTopics(): void {
    this.topics.clear();
  }

  deliver(wire: WireMessage, epoch: string): void {
    const topic = this.topics.get(wire[0]);
    if (!topic) return;
    const [, sequence, time, , sender = null, form] = wire;
    const value = form === 'base64' ? Uint8Array.from(atob(wire[3] as string), (octet) => octet.charCodeAt(0)) : wire[3];
    const message: Message = { topic: topic.name, kind: topic.kind, sequence, time: new Date(time), sender, value };
    if (topic.kind === 'state') topic.last = message;
    const group = this.all.get(topic.name);
    if (group) {
      group.sequence = sequence;
      group.epoch = epoch;
    }
    topic.handlers ??= this.handlersOf(topic.name);
    for (const handler of topic.handlers) this.call(handler, message);
  }

  tellPresence(filter: string, joined: Member[], left: Member[]): void {
    for (const watcher of this.all.get(filter)?.watchers ?? []) this.guard(() => watcher(joined, left));
  }

  add(group: Group): void {
    this.all.set(group.filter, group);
    this.change();
  }

  remove(group: Group): void {
    this.all.delete(group.filter);
    this.change();
  }

  /** After handlers came or went. */
  change(): void {
    for (const topic of this.topics.values()) {
      topic.handlers = null;
      if (![...this.all.keys()].some((filter) => matches(filter, topic.name))) topic.last = null;
    }
  }

  /** States that came before, by this or another group: the server sends each once. */
  replay(filter: string, handler: Handler): void {
    for (const { name, last } of this.topics.values()) if (last && matches(filter, name)) this.call(handler, last);
  }

  /** Groups of which nobody can say what they missed while the session was away. */
  *uncertain(): Iterable<string> {
    for (const { filter } of this.all.values()) {
      if (isExact(filter)) continue;
      const known = [...this.topics.values()].filter(({ name }) => matches(filter, name));
      if (!known.length || known.some(({ kind }) => kind === 'event')) yield filter;
    }
  }

  guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.fail(error);
    }
  }

  private call(handler: Handler, message: Message): void {
    this.guard(() => handler(message.value, message));
  }

  private handlersOf(topic: string): Handler[] {
    return [...this.all.values()].filter(({ filter }) => matches(filter, topic)).flatMap(({ handlers }) => [...handlers]);
  }
}
