import { describe, expect, it } from 'vitest';
import type { Message } from '../src/groups';
import { Peer, settle } from './peer';

const topic = (id: number, name: string, kind: 'event' | 'state' = 'event') => ({ type: 'topic', id, name, kind }) as const;
const messages = (position: number, ...list: [number, number, number, unknown, (string | null)?, ('text' | 'base64')?][]) =>
  ({ type: 'messages', position, messages: list }) as const;

async function joined(peer: Peer, filter: string, seen: unknown[]) {
  const joining = peer.broker.join(filter, (value, { topic, sequence }) => seen.push(`${topic}#${sequence}=${JSON.stringify(value)}`));
  const { id } = peer.last.take().find(({ type }) => type === 'join')!;
  peer.last.tell({ type: 'joined', id: id as number, filter, ...(!/[+#]/.test(filter) && { sequence: 0 }) });
  return await joining;
}

describe('groups', () => {
  it('are joined when the server confirms, and get what is published', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    let isJoined = false;
    const all: Message[] = [];
    const joining = peer.broker.join('plant/+', (_, message) => all.push(message), { history: 5 }).then(() => (isJoined = true));
    await settle();
    expect(isJoined).toBe(false);
    expect(connection.take()).toEqual([{ type: 'join', id: 1, filter: 'plant/+', history: 5 }]);

    connection.tell({ type: 'joined', id: 1, filter: 'plant/+' }, topic(5, 'plant/a'));
    await joining;
    connection.tell(messages(1, [5, 9, 1_700_000_000_123.5, { on: true }, 'c2'], [5, 10, 0, 'AQL/', null, 'base64'], [6, 1, 0, 'unknown topic']));

    expect(all).toEqual([
      { topic: 'plant/a', kind: 'event', sequence: 9, time: new Date(1_700_000_000_123.5), sender: 'c2', value: { on: true } },
      { topic: 'plant/a', kind: 'event', sequence: 10, time: new Date(0), sender: null, value: Uint8Array.of(1, 2, 255) },
    ]);
  });

  it('may be refused', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const joining = peer.broker.join('secret', () => {});
    connection.tell({ type: 'error', id: 1, code: 'forbidden', message: 'Not you.' });
    await expect(joining).rejects.toMatchObject({ code: 'forbidden', message: 'Not you.' });
    connection.break();
    peer.clock.advance(250);
    expect(peer.welcome({ session: 's2' }).take()).toEqual([]);
  });

  it('share one join, and are left by the last', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const seen: unknown[] = [];
    const one = await joined(peer, 'a', seen);
    const other = await peer.broker.join('a', () => seen.push('other'));
    connection.tell(topic(1, 'a'), messages(1, [1, 1, 0, 1]));
    one.leave();
    connection.tell(messages(2, [1, 2, 0, 2]));
    expect(connection.take()).toEqual([]);
    other.leave();
    other.leave();
    expect(connection.take()).toEqual([{ type: 'leave', filter: 'a' }]);
    connection.tell(messages(3, [1, 3, 0, 3]));
    expect(seen).toEqual(['a#1=1', 'other', 'other']);
  });

  it('give a later joiner the state that came before', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    await joined(peer, 'plant/#', []);
    connection.tell(topic(1, 'plant/a', 'state'), messages(1, [1, 7, 0, 'now']));
    const seen: unknown[] = [];
    await joined(peer, 'plant/a', seen);
    await peer.broker.join('plant/#', (value) => seen.push(value));
    expect(seen).toEqual(['plant/a#7="now"', 'now']);
  });

  it('survive a handler that throws', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const seen: unknown[] = [];
    void peer.broker.join('a', () => {
      throw new Error('mine');
    });
    void peer.broker.join('a', (value) => seen.push(value));
    connection.tell(topic(1, 'a'), messages(1, [1, 1, 0, 1]));
    expect(seen).toEqual([1]);
    expect(peer.told).toContain('error: mine');
  });

  it('joined and left while away are what the server hears of', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const left = await joined(peer, 'left', []);
    const again = await joined(peer, 'again', []);
    connection.break();
    left.leave();
    again.leave();
    void peer.broker.join('again', () => {});
    void peer.broker.join('new', () => {});
    peer.clock.advance(250);
    expect(peer.welcome({ resumed: true }).take()).toEqual([
      { type: 'join', id: 3, filter: 'again' },
      { type: 'join', id: 4, filter: 'new' },
      { type: 'leave', filter: 'left' },
    ]);
  });

  it('tell who is there', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const changes: unknown[] = [];
    void peer.broker.join('chat', () => {}, { presence: (joined, left) => changes.push([joined, left]) });
    expect(connection.take()).toEqual([{ type: 'join', id: 1, filter: 'chat', presence: true }]);
    connection.tell({ type: 'presence', position: 1, filter: 'chat', joined: [{ client: 'c2', name: 'ann' }], left: [] });
    expect(changes).toEqual([[[{ client: 'c2', name: 'ann' }], []]]);

    const asking = peer.broker.presence('chat');
    connection.tell({ type: 'presence', id: 2, filter: 'chat', clients: [{ client: 'c1', name: null }] });
    expect(await asking).toEqual([{ client: 'c1', name: null }]);
  });
});

describe('coming back', () => {
  it('resumes behind the last position, without a gap', async () => {
    const peer = new Peer({ key: 'k', name: 'ann' });
    expect(peer.last.opening.hello).toEqual({ type: 'hello', key: 'k', name: 'ann' });
    const connection = peer.welcome();
    const seen: unknown[] = [];
    await joined(peer, 'a', seen);
    connection.tell(topic(1, 'a'), messages(1, [1, 1, 0, 1], [1, 2, 0, 2]), { type: 'send', position: 3, from: null, value: 1 });
    connection.break();
    peer.clock.advance(250);
    expect(peer.last.opening.hello).toEqual({ type: 'hello', session: 's1', position: 3, key: 'k', name: 'ann' });
    const next = peer.welcome({ resumed: true, position: 3 });
    expect(next.take()).toEqual([]);
    next.tell(topic(1, 'a'), messages(4, [1, 3, 0, 3]));
    expect(seen).toEqual(['a#1=1', 'a#2=2', 'a#3=3']);
    expect(peer.told).toEqual(['way 0', 'connect', 'disconnect: reset', 'way 0', 'reconnect true']);
  });

  it('tells what a resumed session could not give any more, and what was lost', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    connection.tell({ type: 'gap', from: 4, to: 9 }, { ...messages(10), dropped: 3 });
    expect(peer.told).toEqual(['way 0', 'connect', 'gap null 6', 'gap null 3']);
    connection.break();
    peer.clock.advance(250);
    expect(peer.last.opening.hello.position).toBe(9);
  });

  it('joins again in a new session: exact topics from where they were', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    await joined(peer, 'events', []);
    await joined(peer, 'silent', []);
    await joined(peer, 'states/#', []);
    await joined(peer, 'mixed/#', []);
    connection.tell(topic(1, 'events'), topic(2, 'states/a', 'state'), topic(3, 'mixed/a'), topic(4, 'mixed/b', 'state'));
    connection.tell(messages(1, [1, 17, 0, 0], [2, 3, 0, 0], [3, 1, 0, 0]));
    connection.break();
    peer.clock.advance(250);
    const next = peer.welcome({ session: 's2', epoch: 'e2' });
    expect(next.take()).toEqual([
      { type: 'join', filter: 'events', since: { epoch: 'e1', sequence: 17 } },
      { type: 'join', filter: 'silent', since: { epoch: 'e1', sequence: 0 } },
      { type: 'join', filter: 'states/#' },
      { type: 'join', filter: 'mixed/#' },
    ]);
    next.tell({ type: 'joined', filter: 'events', sequence: 2, gap: { missed: null } }, { type: 'joined', filter: 'silent', sequence: 0 });
    expect(peer.told.slice(2)).toEqual(['disconnect: reset', 'way 0', 'reconnect false', 'gap mixed/# null', 'gap events null']);

    next.break();
    peer.clock.advance(500);
    expect(peer.welcome({ session: 's3', epoch: 'e2' }).take()[0]).toEqual({
      type: 'join',
      filter: 'events',
      since: { epoch: 'e2', sequence: 2 },
    });
  });

  it('confirms a join that was asked before the connection stood', async () => {
    const peer = new Peer();
    const joining = peer.broker.join('a', () => {});
    peer.last.break();
    peer.clock.advance(250);
    const connection = peer.welcome();
    expect(connection.take()).toEqual([{ type: 'join', id: 1, filter: 'a' }]);
    connection.break();
    peer.clock.advance(500);
    const next = peer.welcome({ resumed: true });
    expect(next.take()).toEqual([{ type: 'join', id: 1, filter: 'a' }]);
    next.tell({ type: 'joined', id: 1, filter: 'a', sequence: 0 });
    expect((await joining).filter).toBe('a');
  });
});

describe('what is said', () => {
  it('waits for the connection, in order and bounded', () => {
    const peer = new Peer({ bufferLimit: 2 });
    for (const value of [1, 2, 3]) peer.broker.publish('a', value);
    peer.broker.send(undefined);
    expect(peer.welcome().take()).toEqual([
      { type: 'publish', topic: 'a', value: 3 },
      { type: 'send', value: null },
    ]);
    expect(peer.broker.lost).toBe(2);
  });

  it('waits for a connection that takes no more', () => {
    const peer = new Peer();
    const connection = peer.welcome();
    connection.hasRoom = false;
    peer.broker.publish('a', 1, { ttl: 5, kind: 'state', own: false });
    peer.broker.publish('a', 2);
    peer.clock.advance(100);
    expect(connection.take()).toEqual([]);
    connection.hasRoom = true;
    peer.clock.advance(20);
    expect(connection.take()).toEqual([
      { type: 'publish', topic: 'a', value: 1, ttl: 5, kind: 'state', own: false },
      { type: 'publish', topic: 'a', value: 2 },
    ]);
  });

  it('is confirmed or refused', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const published = peer.broker.publishConfirmed('a', 1);
    const refused = peer.broker.publishConfirmed('b', 1);
    peer.broker.publish('c', 1);
    connection.tell({ type: 'published', id: 1, sequence: 9 }, { type: 'error', id: 2, code: 'kind', message: 'A state.' });
    connection.tell({ type: 'error', code: 'rate', message: 'Too fast.' });
    expect(await published).toBe(9);
    await expect(refused).rejects.toMatchObject({ code: 'kind' });
    expect(peer.told).toContain('error: Too fast.');
  });

  it('is refused here when it is too long', async () => {
    const peer = new Peer();
    const connection = peer.welcome({ maxMessage: 100 });
    const long = peer.broker.publishConfirmed('a', 'ä'.repeat(50));
    await expect(long).rejects.toMatchObject({ code: 'too-large' });
    peer.broker.publish('a', 'x'.repeat(50));
    expect(connection.take().length).toBe(1);
  });

  it('asks and is answered, by whoever is meant', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const sum = peer.broker.request('add', { x: 1 }, { to: 'c9' });
    expect(connection.take()).toEqual([{ type: 'request', id: 1, name: 'add', value: { x: 1 }, timeout: 5000, to: 'c9' }]);
    connection.tell({ type: 'response', id: 1, value: 3 });
    expect(await sum).toBe(3);

    const never = peer.broker.request('add', 1, { timeout: 50 });
    peer.clock.advance(50);
    await expect(never).rejects.toMatchObject({ code: 'timeout' });
  });

  it('is not known to be done when the connection breaks before the answer', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    const asked = peer.broker.request('add', 1);
    connection.break();
    const later = peer.broker.request('add', 2);
    await expect(asked).rejects.toMatchObject({ code: 'disconnected' });
    peer.clock.advance(250);
    const next = peer.welcome({ resumed: true });
    expect(next.take()).toMatchObject([{ type: 'request', value: 2 }]);
    next.tell({ type: 'response', id: 2, value: 4 });
    expect(await later).toBe(4);
  });

  it('that has timed out while it waited is not sent', async () => {
    const peer = new Peer();
    const asked = peer.broker.request('add', 1, { timeout: 100 });
    peer.clock.advance(100);
    await expect(asked).rejects.toMatchObject({ code: 'timeout' });
    expect(peer.welcome().take()).toEqual([]);
  });

  it('answers what it is asked', async () => {
    const peer = new Peer();
    const connection = peer.welcome();
    peer.broker.onRequest('where', async (value, from) => `${value} ${from}`);
    peer.broker.onRequest('fails', () => {
      throw new Error('no');
    });
    connection.tell(
      { type: 'request', position: 1, id: 's1', from: 'c2', name: 'where', value: 'x' },
      { type: 'request', position: 2, id: 's2', from: null, name: 'fails', value: null },
      { type: 'request', position: 3, id: 's3', from: null, name: 'unknown', value: null },
    );
    await settle();
    expect(connection.take()).toEqual(
      expect.arrayContaining([
        { type: 'response', id: 's1', value: 'x c2' },
        { type: 'response', id: 's2', error: 'no' },
        { type: 'response', id: 's3', error: 'This client does not answer "unknown".' },
      ]),
    );
  });

  it('gets what is sent to it alone', () => {
    const sent: unknown[] = [];
    const peer = new Peer({ onSend: (value, { name, from }) => sent.push([value, name, from]) });
    peer.welcome().tell({ type: 'send', position: 1, from: 'c2', name: 'open', value: 1 }, { type: 'send', position: 2, from: null, value: 2 });
    expect(sent).toEqual([
      [1, 'open', 'c2'],
      [2, null, null],
    ]);
  });
});
