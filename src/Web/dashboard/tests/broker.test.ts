import { describe, expect, it } from 'vitest';
import { Rates } from '../src/broker/rates';
import { parseBrokerStatus } from '../src/broker/status';
import { formatBytes, formatRate, foundWords } from '../src/broker/words';

describe('rates', () => {
  it('are the difference over the time between', () => {
    const rates = new Rates();
    expect(rates.observe('a', 100, 1000)).toBeNull();
    expect(rates.observe('a', 150, 1500)).toBe(100);
    expect(rates.observe('a', 150, 2500)).toBe(0);
    expect(rates.observe('a', 150, 2500)).toBe(0);
  });

  it('begin anew with a count that fell, and with a clock that went back', () => {
    const rates = new Rates();
    rates.observe('a', 100, 1000);
    expect(rates.observe('a', 3, 2000)).toBeNull();
    expect(rates.observe('a', 5, 1500)).toBeNull();
    expect(rates.observe('a', 6, 2500)).toBe(1);
  });

  it('know what rose lately, and not what stood there at first', () => {
    const rates = new Rates();
    rates.observe('a', 100, 1000);
    expect(rates.roseWithin('a', 1000, 5000)).toBe(false);
    rates.observe('a', 101, 2000);
    rates.observe('a', 101, 6000);
    expect(rates.roseWithin('a', 6000, 5000)).toBe(true);
    expect(rates.roseWithin('a', 8000, 5000)).toBe(false);
  });

  it('forget what is not observed any more', () => {
    const rates = new Rates();
    rates.observe('a', 100, 1000);
    rates.observe('b', 100, 9000);
    rates.prune(5000);
    expect(rates.observe('a', 200, 10_000)).toBeNull();
    expect(rates.observe('b', 200, 10_000)).toBe(100);
  });
});

describe('the answer', () => {
  const totals = { clientCount: 1, connections: 1, topics: 1, published: 3, delivered: 2, skipped: 0, dropped: 0, faults: 0, retainedBytes: 0, historyBytes: 0 };
  const group = { name: 'chat', kind: 'event', clients: 1, receivers: 1, published: 3 };
  const client = { client: 'c1', name: null, connected: true, published: 0, delivered: 2, waiting: 0, skipped: 0, dropped: 0, groupCount: 1, groups: ['chat'] };
  const answer = { epoch: 'e', now: 2000, startedAt: 1000, ...totals, groupsFound: 1, groups: [group], clientsFound: 1, clients: [client] };

  it('is understood', () => {
    expect(parseBrokerStatus(answer)).toEqual({ epoch: 'e', now: 2000, startedAt: 1000, totals, groupsFound: 1, groups: [group], clientsFound: 1, clients: [client] });
  });

  it('is nothing when a figure is missing or of the wrong type', () => {
    for (const name of Object.keys(answer)) {
      expect(parseBrokerStatus({ ...answer, [name]: undefined }), name).toBeNull();
      expect(parseBrokerStatus({ ...answer, [name]: {} }), name).toBeNull();
    }
    for (const other of [null, 7, 'text', []]) expect(parseBrokerStatus(other)).toBeNull();
  });

  it('keeps the rows that it understands', () => {
    const groups = [group, { ...group, kind: 'queue' }, { ...group, published: -1 }, { ...group, published: null }, null];
    const clients = [client, { ...client, groups: [7] }, { ...client, waiting: '3' }, { ...client, name: 'ann' }];
    expect(parseBrokerStatus({ ...answer, groups })!.groups).toEqual([groups[0], groups[3]]);
    expect(parseBrokerStatus({ ...answer, clients })!.clients).toEqual([clients[0], clients[3]]);
  });
});

describe('words', () => {
  it('write rates with a digit below ten', () => {
    expect([null, 0, 0.01, 0.4, 9.94, 9.96, 1234.5].map(formatRate)).toEqual(['—', '0', '< 0.1', '0.4', '9.9', '10', '1\u202f235']);
  });

  it('write octets by the binary units', () => {
    expect([0, 1023, 1024, 1536, 150 * 1024, 8 * 1024 ** 2, 3 * 1024 ** 4].map(formatBytes)).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 KiB', '150 KiB', '8.0 MiB', '3072 GiB']);
  });

  it('say when not all are listed', () => {
    expect(foundWords(7, 7)).toBe('7');
    expect(foundWords(200, 4312)).toBe('200 of 4\u202f312 listed: filter to see others');
  });
});
