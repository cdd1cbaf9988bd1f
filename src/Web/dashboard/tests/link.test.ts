import { beforeEach, describe, expect, it } from 'vitest';
import { connectionWords } from '../src/connection-words';
import { Link, type LinkState, type Socket } from '../src/link';
import type { ServerMessage } from '../src/wire';
import { HandClock } from './samples';

class ScriptedSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  onerror: Socket['onerror'] = null;
  sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  says(json: unknown): void {
    this.onmessage?.({ data: typeof json === 'string' ? json : JSON.stringify(json) });
  }

  dies(): void {
    this.onclose?.(undefined as never);
  }
}

const hello = (epoch = 'a'): object => ({ type: 'hello', epoch, now: 0, period: 100, heartbeat: 5000 });

let clock: HandClock;
let sockets: ScriptedSocket[];
let states: LinkState[];
let messages: ServerMessage[];
let epochs: string[];
let link: Link;

const socket = (): ScriptedSocket => sockets.at(-1)!;

beforeEach(() => {
  clock = new HandClock();
  sockets = [];
  states = [];
  messages = [];
  epochs = [];
  const open = (): Socket => {
    const opened = new ScriptedSocket();
    sockets.push(opened);
    return opened;
  };
  link = new Link(open, clock, {
    state: (state) => states.push(state),
    message: (message) => messages.push(message),
    epoch: (epoch) => epochs.push(epoch),
  });
  link.start();
});

describe('back-off', () => {
  const delays = (): number[] =>
    Array.from({ length: 7 }, () => {
      socket().dies();
      const { retryAt } = states.at(-1) as Extract<LinkState, { kind: 'waiting' }>;
      const delay = retryAt - clock.now();
      clock.advance(delay);
      return delay;
    });

  it('doubles from 0.5 s to 10 s', () => {
    expect(delays()).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('is spread by chance and stays within its bounds', () => {
    clock.chance = 0;
    expect(delays()).toEqual([500, 750, 1500, 3000, 6000, 7500, 7500]);
    clock.chance = 0.999;
    expect(Math.max(...delays())).toBe(10_000);
  });

  it('begins anew after a hello', () => {
    delays();
    socket().says(hello());
    socket().dies();

    expect(states.at(-1)).toMatchObject({ kind: 'waiting', retryAt: clock.now() + 500 });
  });

  it('is cut short when asked', () => {
    socket().dies();
    link.retryNow();

    expect(sockets).toHaveLength(2);
    clock.advance(499);
    link.retryNow();
    expect(sockets).toHaveLength(2);
  });
});

describe('supervision', () => {
  it('gives up a link that is silent for two heartbeats', () => {
    socket().says(hello());
    clock.advance(9999);
    expect(link.state.kind).toBe('connected');

    clock.advance(1);

    expect(socket().closed).toBe(true);
    expect(link.state.kind).toBe('waiting');
  });

  it('takes any frame as a sign of life', () => {
    socket().says(hello());
    clock.advance(9000);
    socket().says({ type: 'heartbeat', now: 1 });
    clock.advance(9000);
    socket().says('garbage');
    clock.advance(9000);

    expect(link.state.kind).toBe('connected');
  });

  it('gives up a server that never says hello', () => {
    clock.advance(5000);

    expect(sockets[0]!.closed).toBe(true);
    expect(link.state.kind).toBe('waiting');
  });

  it('hears nothing more from a socket it gave up', () => {
    socket().says(hello());
    const former = socket();
    clock.advance(10_000);
    former.says(hello('late'));
    former.dies();

    expect(epochs).toEqual(['a']);
    expect(states.filter((state) => state.kind === 'waiting')).toHaveLength(1);
  });

  it('stops for good', () => {
    socket().says(hello());
    link.stop();
    clock.advance(60_000);

    expect(sockets).toHaveLength(1);
  });
});

describe('epochs and watches', () => {
  it('tells the first epoch and each other one, not the same again', () => {
    for (const epoch of ['a', 'a', 'b']) {
      socket().says(hello(epoch));
      socket().dies();
      clock.advance(500);
    }

    expect(epochs).toEqual(['a', 'b']);
  });

  it('watches again after a reconnection within an epoch', () => {
    socket().says(hello());
    link.watch([1, 2]);
    socket().dies();
    clock.advance(500);
    expect(socket().sent).toEqual([]);

    socket().says(hello());

    expect(socket().sent).toEqual(['{"type":"watch","series":[1,2]}']);
  });

  it('forgets ids of another epoch', () => {
    socket().says(hello('a'));
    link.watch([1, 2]);
    socket().dies();
    clock.advance(500);
    socket().says(hello('b'));

    expect(socket().sent).toEqual([]);
  });

  it('holds a watch back until the server has spoken', () => {
    link.watch([3]);
    expect(socket().sent).toEqual([]);
  });
});

describe('counting', () => {
  it('counts what was not understood, in whole or in part', () => {
    socket().says(hello());
    socket().says('{');
    socket().says({ type: 'samples', sequence: 1, now: 1, skipped: 0, samples: [[1, 2, 3], ['x']] });

    expect(link.rejected).toBe(2);
    expect(messages.map(({ type }) => type)).toEqual(['hello', 'samples']);
  });

  it('counts frames missing from the sequence of one connection', () => {
    const frame = (sequence: number): object => ({ type: 'samples', sequence, now: 1, skipped: 0, samples: [] });
    socket().says(hello());
    for (const sequence of [1, 2, 5]) socket().says(frame(sequence));
    socket().dies();
    clock.advance(500);
    socket().says(hello());
    socket().says(frame(1));

    expect(link.missed).toBe(2);
  });
});

describe('words', () => {
  const words = (history = true): string => connectionWords(link.state, clock.now(), history).text;

  it('tell an outage from its beginning to its end', () => {
    expect(words()).toBe('connecting');
    socket().says(hello());
    expect(words()).toBe('connected');
    socket().dies();
    expect(words()).toBe('connection lost, last values kept; trying again in 1 s');
    clock.advance(500);
    expect(words()).toBe('connection lost, last values kept; trying now');
    clock.advance(6000);
    clock.advance(4500);
    socket().says(hello());
    expect(words()).toBe('back after 11 s; history shows what was missed');
    expect(words(false)).toBe('back after 11 s; what was missed is not kept');
    clock.advance(9000);
    socket().says({ type: 'heartbeat', now: 1 });
    clock.advance(7000);
    expect(words()).toBe('connected');
  });

  it('do not promise what a server that was restarted has not seen', () => {
    socket().says(hello());
    socket().dies();
    clock.advance(8000);
    socket().says({ ...hello(), epoch: 'another' });

    expect(words()).toBe('back after 8 s; the server was restarted: what it missed is a gap');
    expect(words(false)).toBe('back after 8 s; what was missed is not kept');
  });

  it('do not speak of last values before there were any', () => {
    socket().dies();
    expect(words()).toBe('the server does not answer; trying again in 1 s');
  });
});
