// The reconnecting WebSocket: back-off, heartbeat supervision, what is watched. No DOM, no global clock.

import type { Clock } from './clock';
import { parseMessage, type ServerMessage } from './wire';

export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

export type LinkState =
  | { kind: 'connecting'; lostAt: number | null }
  | { kind: 'connected'; since: number; outage: number | null; restarted: boolean }
  | { kind: 'waiting'; lostAt: number | null; retryAt: number };

export interface LinkEvents {
  state(state: LinkState): void;
  message(message: ServerMessage): void;
  /** The process behind the link is another one than before: ids may have changed. */
  epoch(epoch: string): void;
}

const FirstDelay = 500;
const LongestDelay = 10_000;
const HelloDeadline = 5000;

export class Link {
  state: LinkState = { kind: 'connecting', lostAt: null };
  /** Frames that were not understood, in whole or in part. */
  rejected = 0;
  /** Frames of this connection that never arrived, by their sequence. */
  missed = 0;

  private socket: Socket | null = null;
  private attempt = 0;
  private timer = 0;
  private heartbeat = 0;
  private epoch: string | null = null;
  private sequence = 0;
  private lostAt: number | null = null;
  private greeted = false;
  private watched: readonly number[] | null = null;

  constructor(
    private readonly open: () => Socket,
    private readonly clock: Clock,
    private readonly events: LinkEvents,
  ) {}

  start(): void {
    this.connect();
  }

  stop(): void {
    this.clock.clearTimeout(this.timer);
    this.drop();
  }

  /** Do not wait for the back-off: the network or the reader came back. */
  retryNow(): void {
    if (this.state.kind !== 'waiting') return;
    this.clock.clearTimeout(this.timer);
    this.connect();
  }

  /** Replaces what is watched, now and after each reconnection. */
  watch(series: readonly number[]): void {
    this.watched = series;
    if (this.greeted) this.sendWatch();
  }

  private connect(): void {
    this.become({ kind: 'connecting', lostAt: this.lostAt });
    this.greeted = false;
    this.sequence = 0;
    this.arm(HelloDeadline);
    let socket: Socket;
    try {
      socket = this.open();
    } catch {
      this.lose();
      return;
    }
    this.socket = socket;
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => this.lose();
    socket.onerror = () => this.lose();
  }

  private receive(data: unknown): void {
    // Garbage is a sign of life too: only silence is a dead link.
    this.arm(this.greeted ? 2 * this.heartbeat : HelloDeadline);
    const message = parseMessage(data);
    if (!message) {
      this.rejected++;
      return;
    }
    if (message.type === 'hello') this.greet(message.epoch, message.heartbeat);
    else if (message.type !== 'heartbeat' && message.rejected > 0) this.rejected++;
    if (message.type === 'samples') this.count(message.sequence);
    this.events.message(message);
  }

  private greet(epoch: string, heartbeat: number): void {
    const now = this.clock.now();
    const outage = this.lostAt === null ? null : now - this.lostAt;
    const changed = this.epoch !== epoch;
    this.attempt = 0;
    this.lostAt = null;
    this.greeted = true;
    this.heartbeat = heartbeat;
    this.epoch = epoch;
    this.arm(2 * heartbeat);
    this.become({ kind: 'connected', since: now, outage, restarted: changed && outage !== null });
    // Ids of another epoch mean nothing here: watch again once the series are known.
    if (changed) {
      this.watched = null;
      this.events.epoch(epoch);
    } else this.sendWatch();
  }

  private count(sequence: number): void {
    if (this.sequence > 0 && sequence > this.sequence + 1) this.missed += sequence - this.sequence - 1;
    this.sequence = sequence;
  }

  private sendWatch(): void {
    if (this.watched) this.socket?.send(JSON.stringify({ type: 'watch', series: this.watched }));
  }

  private lose(): void {
    const now = this.clock.now();
    if (this.greeted) this.lostAt = now;
    this.greeted = false;
    this.drop();
    const delay = this.nextDelay();
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.connect(), delay);
    this.become({ kind: 'waiting', lostAt: this.lostAt, retryAt: now + delay });
  }

  /** Doubles from 0.5 s to 10 s; the jitter keeps many pages from returning in the same instant. */
  private nextDelay(): number {
    const base = Math.min(LongestDelay, FirstDelay * 2 ** Math.min(this.attempt++, 10));
    return Math.min(LongestDelay, Math.max(FirstDelay, base * (0.75 + 0.5 * this.clock.random())));
  }

  /** Silence until then means the link is dead; a dead peer may never answer a close either. */
  private arm(milliseconds: number): void {
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.lose(), milliseconds);
  }

  private drop(): void {
    const socket = this.socket;
    if (!socket) return;
    this.socket = null;
    socket.onmessage = socket.onclose = socket.onerror = socket.onopen = null;
    try {
      socket.close();
    } catch {
      // Already gone, which is what was wanted.
    }
  }

  private become(state: LinkState): void {
    this.state = state;
    this.events.state(state);
  }
}
