import { describe, expect, it } from 'vitest';
import { Peer } from './peer';

describe('the link', () => {
  it('comes back with growing delays, and tells once that it is away', () => {
    const peer = new Peer();
    for (const delay of [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const attempts = peer.connections.length;
      peer.last.break('refused');
      peer.clock.advance(delay - 1);
      expect(peer.connections.length).toBe(attempts);
      peer.clock.advance(1);
      expect(peer.connections.length).toBe(attempts + 1);
    }
    expect(peer.told.filter((word) => word.startsWith('disconnect'))).toEqual(['disconnect: refused']);
    expect(peer.broker.state).toBe('disconnected');
  });

  it('begins with short delays again after a connection that lived, not after one that was cut at once', () => {
    const peer = new Peer();
    for (const delay of [250, 500, 1000]) {
      peer.last.break();
      peer.clock.advance(delay);
    }
    peer.welcome();
    peer.last.break();
    peer.clock.advance(1999);
    expect(peer.connections.length).toBe(4);
    peer.clock.advance(1);
    expect(peer.connections.length).toBe(5);

    peer.welcome();
    peer.clock.advance(6000);
    peer.last.break();
    peer.clock.advance(250);
    expect(peer.connections.length).toBe(6);
  });

  it('takes another way when the first never worked, and stays with the one that did', () => {
    const peer = new Peer({}, 3);
    for (const delay of [250, 500]) {
      peer.last.break();
      peer.clock.advance(delay);
    }
    peer.welcome();
    for (const delay of [1000, 2000, 4000, 8000]) {
      peer.last.break();
      peer.clock.advance(delay);
    }
    expect(peer.told.filter((word) => word.startsWith('way'))).toEqual(['way 0', 'way 0', 'way 1', 'way 1', 'way 1', 'way 1', 'way 1']);
  });

  it('gives up a server that is silent for two heartbeats', () => {
    const peer = new Peer();
    const connection = peer.welcome({ heartbeat: 1000 });
    peer.clock.advance(900);
    connection.tell({ type: 'heartbeat', now: 1 });
    peer.clock.advance(1999);
    expect(connection.isClosed).toBe(false);
    peer.clock.advance(1000);
    expect(connection.isClosed).toBe(true);
    expect(peer.told).toContain('disconnect: the server was silent');
  });

  it('gives up a server that never says welcome', () => {
    const peer = new Peer();
    peer.clock.advance(12_500);
    expect(peer.connections[0]!.isClosed).toBe(true);
  });

  it('reads first what came while the page was frozen', () => {
    const peer = new Peer();
    const connection = peer.welcome({ heartbeat: 1000 });
    peer.clock.freeze(60_000);
    expect(connection.isClosed).toBe(false);
    connection.tell({ type: 'heartbeat', now: 1 });
    peer.clock.advance(1500);
    expect(connection.isClosed).toBe(false);
  });

  it('acknowledges after many messages, and upon a heartbeat after some time', () => {
    const peer = new Peer();
    const connection = peer.welcome({ heartbeat: 1000 });
    connection.tell({ type: 'topic', id: 1, name: 't', kind: 'event' });
    const message = (sequence: number): [number, number, number, unknown] => [1, sequence, 0, null];
    connection.tell({ type: 'messages', position: 1, messages: Array.from({ length: 63 }, (_, i) => message(i + 1)) });
    expect(connection.take()).toEqual([]);
    connection.tell({ type: 'messages', position: 64, messages: [message(64)] });
    expect(connection.take()).toEqual([{ type: 'ack', position: 64 }]);
    peer.clock.advance(499);
    connection.tell({ type: 'heartbeat', now: 1 });
    expect(connection.take()).toEqual([]);
    peer.clock.advance(1);
    connection.tell({ type: 'heartbeat', now: 1 });
    expect(connection.take()).toEqual([{ type: 'ack', position: 64 }]);
  });

  it('hears nothing of a connection that was given up', () => {
    const peer = new Peer();
    const first = peer.welcome();
    first.break();
    peer.clock.advance(250);
    peer.welcome({ session: 's1', resumed: true });
    first.break();
    first.tell({ type: 'topic', id: 1, name: 'old', kind: 'event' });
    expect(peer.broker.state).toBe('connected');
    expect(peer.connections.length).toBe(2);
  });

  it('leaves no timer behind when it is closed', () => {
    const peer = new Peer();
    const connection = peer.welcome();
    peer.broker.publish('a', 1);
    peer.broker.close();
    expect(connection.take().at(-1)).toEqual({ type: 'bye' });
    expect(connection.isClosed).toBe(true);
    expect(peer.clock.pending).toBe(0);
    expect(() => peer.broker.publish('a', 1)).toThrow('closed');
  });
});
