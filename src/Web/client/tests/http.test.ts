import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEventSource, openPolls } from '../src/http';
import type { Opening, Transport } from '../src/transport';
import { settle } from './peer';

const welcome = { type: 'welcome', session: 's 1', position: 0, maxMessage: 300 };
const answers: { matches: RegExp; answer: () => Response | Promise<Response> }[] = [];
const asked: string[] = [];
const heard: unknown[] = [];
let transport: Transport | null = null;

class FakeEventSource {
  static last: FakeEventSource;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  isClosed = false;

  constructor(readonly url: URL) {
    FakeEventSource.last = this;
  }

  close(): void {
    this.isClosed = true;
  }
}

const opening: Opening = {
  url: new URL('http://plant/broker/'),
  hello: { type: 'hello' },
  position: () => 7,
  listener: { object: (object) => heard.push(object), closed: (reason) => heard.push(reason) },
};

beforeEach(() => {
  answers.length = asked.length = heard.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('fetch', async (url: URL, { method = 'GET', body, signal }: RequestInit) => {
    asked.push(`${method} ${url.pathname}${url.search}${body ? ` ${body as string}` : ''}`);
    const { answer } = answers.find(({ matches }) => matches.test(url.pathname)) ?? { answer: () => new Response(null, { status: 202 }) };
    signal?.throwIfAborted();
    return await answer();
  });
  answers.push({ matches: /session/, answer: () => Response.json(welcome) });
});

afterEach(() => {
  transport?.close();
  vi.unstubAllGlobals();
});

describe('Server-Sent Events', () => {
  it('are heard, and what is said goes by POST in order', async () => {
    transport = openEventSource(opening);
    transport.send([{ type: 'join', filter: 'a' }]);
    await settle();
    transport.send([{ type: 'publish', topic: 'a' }]);
    transport.send([{ type: 'publish', topic: 'b' }]);
    await settle();
    FakeEventSource.last.onmessage!({ data: '{"type":"heartbeat","now":1}' });

    expect(FakeEventSource.last.url.href).toBe('http://plant/broker/events?session=s+1&position=7');
    expect(asked).toEqual([
      'POST /broker/session {"type":"hello"}',
      'POST /broker/send?session=s+1 [{"type":"join","filter":"a"}]',
      'POST /broker/send?session=s+1 [{"type":"publish","topic":"a"}]',
      'POST /broker/send?session=s+1 [{"type":"publish","topic":"b"}]',
    ]);
    expect(heard).toEqual([welcome, { type: 'heartbeat', now: 1 }]);
  });

  it('share a POST as far as the server takes it', async () => {
    transport = openEventSource(opening);
    transport.send(Array.from({ length: 3 }, () => ({ type: 'publish', topic: 'a', value: 'x' })));
    await settle();
    const one = '{"type":"publish","topic":"a","value":"x"}';
    expect(asked.slice(1)).toEqual([`POST /broker/send?session=s+1 [${one},${one}]`, `POST /broker/send?session=s+1 [${one}]`]);
  });

  it('that break are told once', async () => {
    transport = openEventSource(opening);
    await settle();
    FakeEventSource.last.onerror!();
    FakeEventSource.last.onerror!();
    expect(heard.slice(1)).toEqual(['the stream of events broke']);
    expect(FakeEventSource.last.isClosed).toBe(true);
  });

  it('are not begun without a session', async () => {
    answers.unshift({ matches: /session/, answer: () => new Response(null, { status: 503 }) });
    transport = openEventSource(opening);
    await settle();
    expect(heard).toEqual(['Error: session was answered 503']);
  });
});

describe('polls', () => {
  it('follow each other, and an empty one shows that the server lives', async () => {
    let polls = 0;
    const never = new Promise<Response>(() => {});
    answers.push({ matches: /poll/, answer: () => [Response.json([{ type: 'gap', from: 1, to: 2 }]), Response.json([])][polls++] ?? never });
    transport = openPolls(opening);
    await vi.waitFor(() => expect(polls).toBe(3));
    expect(heard).toEqual([welcome, { type: 'gap', from: 1, to: 2 }, { type: 'heartbeat', now: 0 }, { type: 'heartbeat', now: 0 }]);
    expect(asked[1]).toBe('GET /broker/poll?session=s+1&position=7');
  });

  it('that fail are told, and no more of them made', async () => {
    answers.push({ matches: /poll/, answer: () => new Response(null, { status: 404 }) });
    transport = openPolls(opening);
    await vi.waitFor(() => expect(heard.length).toBe(2));
    expect(heard[1]).toBe('Error: poll was answered 404');
    expect(asked.length).toBe(2);
  });
});
