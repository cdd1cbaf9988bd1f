import { describe, expect, it } from 'vitest';
import { parseDevice, parseHistory, parseList, parseMessage, parseSeries, parseStatus } from '../src/wire';

const message = (json: unknown): ReturnType<typeof parseMessage> => parseMessage(JSON.stringify(json));

describe('messages', () => {
  it('reads hello', () => {
    expect(message({ type: 'hello', epoch: 'k3v9', now: 5, period: 100, heartbeat: 5000 })).toEqual({
      type: 'hello', epoch: 'k3v9', now: 5, period: 100, heartbeat: 5000,
    });
  });

  it('reads samples; quality left out is good, a boolean is its number, a large integer stays text', () => {
    const samples = [[1, 41.7, 1000.25], [2, null, 1000, 0x1000], [3, true, 1000], [4, '9007199254740993', 1000]];

    const parsed = message({ type: 'samples', sequence: 7, now: 9, skipped: 2, samples });

    expect(parsed).toEqual({
      type: 'samples', sequence: 7, now: 9, skipped: 2, rejected: 0,
      samples: [
        { id: 1, value: 41.7, time: 1000.25, quality: 0, last: null },
        { id: 2, value: null, time: 1000, quality: 0x1000, last: null },
        { id: 3, value: 1, time: 1000, quality: 0, last: null },
        { id: 4, value: '9007199254740993', time: 1000, quality: 0, last: null },
      ],
    });
  });

  it('reads the last value beside a sample without one', () => {
    const samples = [[1, null, 1000, 2048, 41.7, 900], [2, null, 1000, 2048, true, 900], [3, null, 1000, 2048, null, 900], [4, null, 1000, 2048, 1]];

    const parsed = message({ type: 'samples', sequence: 1, now: 1, skipped: 0, samples });

    expect(parsed?.type === 'samples' && parsed.samples.map(({ last }) => last)).toEqual([{ value: 41.7, time: 900 }, { value: 1, time: 900 }, null, null]);
  });

  it('leaves out the samples it cannot read and counts them', () => {
    const samples = [[1, 2, 3], [1, 2], ['1', 2, 3], [1, {}, 3], [1, 2, null], [1, 2, 3, -1], [1, 2, 3, 65536], [1, 2, 3, 0.5], null, 7];

    const parsed = message({ type: 'samples', sequence: 1, now: 1, skipped: 0, samples });

    expect(parsed).toMatchObject({ rejected: 9, samples: [{ id: 1, value: 2, time: 3, quality: 0 }] });
  });

  it.each([
    ['no JSON', '{"type":"hel'],
    ['empty', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['an array', '[]'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"goodbye"}'],
    ['hello without epoch', '{"type":"hello","now":1}'],
    ['hello without now', '{"type":"hello","epoch":"a"}'],
    ['samples that are no list', '{"type":"samples","now":1,"samples":{}}'],
    ['samples without now', '{"type":"samples","samples":[]}'],
    ['series that are no list', '{"type":"series","series":7}'],
    ['heartbeat without now', '{"type":"heartbeat"}'],
  ])('refuses %s', (_, text) => {
    expect(parseMessage(text)).toBeNull();
  });

  it('refuses what is not text', () => {
    expect(parseMessage(new ArrayBuffer(4))).toBeNull();
    expect(parseMessage(undefined)).toBeNull();
  });

  it('never throws, whatever single octet of a frame is damaged', () => {
    const frame = JSON.stringify({ type: 'samples', sequence: 1, now: 1, skipped: 0, samples: [[1, 2.5, 3, 128]] });
    for (let place = 0; place < frame.length; place++)
      for (const damage of ['"', '{', ']', '9', ',', '\u0000'])
        expect(() => parseMessage(frame.slice(0, place) + damage + frame.slice(place + 1))).not.toThrow();
  });
});

describe('documents', () => {
  it('reads a series and fills in what is missing', () => {
    expect(parseSeries({ id: 3, name: 'a.b', states: ['open', 'closed'], tags: { site: 'north' }, period: 0 })).toEqual({
      id: 3, name: 'a.b', measurement: '', field: '', tags: { site: 'north' }, unit: null, resolution: null,
      states: ['open', 'closed'], period: null, device: null, description: null,
    });
  });

  it('keeps the entries it understands', () => {
    const list = [{ id: 1, name: 'a' }, { id: -1, name: 'b' }, { name: 'c' }, null, 'd'];

    expect(parseList(list, parseSeries).map(({ name }) => name)).toEqual(['a']);
    expect(parseList({}, parseSeries)).toEqual([]);
  });

  it('reads a device; an unknown state is no device', () => {
    expect(parseDevice({ name: 'feeder-1', state: 'connected', series: [1, 'x', 2] })).toMatchObject({ state: 'connected', series: [1, 2] });
    expect(parseDevice({ name: 'feeder-1', state: 'sleeping' })).toBeNull();
  });

  it('reads a status with its sinks', () => {
    const sinks = [{ name: 'history', state: 'down', detail: 'disk full' }, { name: 'x', state: '?' }];

    expect(parseStatus({ epoch: 'a', sinks })?.sinks).toEqual([
      { name: 'history', state: 'down', accepted: 0, rejected: 0, detail: 'disk full' },
    ]);
  });

  it('reads a history', () => {
    expect(parseHistory({ series: 1, from: 0, to: 10, reduced: true, before: [-5, true, 0], samples: [[1, 2, 0], [2, null, 128], ['x']] })).toEqual({
      series: 1, from: 0, to: 10, reduced: true, before: { time: -5, value: 1, quality: 0 },
      samples: [{ time: 1, value: 2, quality: 0 }, { time: 2, value: null, quality: 128 }],
    });
    expect(parseHistory({ series: 1 })).toBeNull();
  });
});
