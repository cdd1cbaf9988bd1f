// A clock moved by hand, and a server that a test plays.

import { Broker, type ConnectOptions } from '../src/broker';
import type { Clock } from '../src/clock';
import type { Opening, OpenTransport } from '../src/transport';
import type { FromServer, ToServer } from '../src/wire';

export class HandClock implements Clock {
  private time = 1000;
  private timers: { due: number; callback: () => void }[] = [];

  now = (): number => this.time;
  random = (): number => 1; // the longest delay

  setTimeout(callback: () => void, milliseconds: number): unknown {
    const timer = { due: this.time + milliseconds, callback };
    this.timers.push(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.timers = this.timers.filter((other) => other !== timer);
  }

  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.due);
      this.clearTimeout(next);
      next.callback();
    }
    this.time = end;
  }

  /** As a page that was frozen: the time has passed, the timers come late. */
  freeze(milliseconds: number): void {
    this.time += milliseconds;
    this.advance(0);
  }

  get pending(): number {
    return this.timers.length;
  }
}

export class Connection {
  sent: ToServer[] = [];
  hasRoom = true;
  isClosed = false;

  constructor(readonly opening: Opening) {}

  tell(...objects: FromServer[]): void {
    for (const object of objects) this.opening.listener.object(object, 100);
  }

  break(reason = 'reset'): void {
    this.opening.listener.closed(reason);
  }

  /** Takes what was said since. */
  take(): ToServer[] {
    return this.sent.splice(0);
  }
}

export class Peer {
  readonly clock = new HandClock();
  readonly connections: Connection[] = [];
  readonly told: string[] = [];
  readonly broker: Broker;

  constructor(options: ConnectOptions = {}, ways = 1) {
    const open =
      (way: number): OpenTransport =>
      (opening) => {
        const connection = new Connection(opening);
        this.connections.push(connection);
        this.told.push(`way ${way}`);
        return {
          get hasRoom() {
            return connection.hasRoom;
          },
          send: (objects) => connection.sent.push(...(structuredClone(objects) as ToServer[])),
          close: () => (connection.isClosed = true),
        };
      };
    this.broker = new Broker(
      new URL('http://plant/broker'),
      {
        onConnect: () => this.told.push('connect'),
        onDisconnect: (reason) => this.told.push(`disconnect: ${reason}`),
        onReconnect: ({ resumed }) => this.told.push(`reconnect ${resumed}`),
        onGap: ({ filter, missed }) => this.told.push(`gap ${filter} ${missed}`),
        onError: (error) => this.told.push(`error: ${(error as Error).message}`),
        ...options,
      },
      Array.from({ length: ways }, (_, way) => open(way)),
      this.clock,
    );
  }

  get last(): Connection {
    return this.connections.at(-1)!;
  }

  welcome(members: Partial<Extract<FromServer, { type: 'welcome' }>> = {}): Connection {
    this.last.tell({
      type: 'welcome',
      session: 's1',
      client: 'c1',
      epoch: 'e1',
      resumed: false,
      position: 0,
      heartbeat: 15_000,
      grace: 30_000,
      maxMessage: 65_536,
      ...members,
    });
    return this.last;
  }
}

export const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
