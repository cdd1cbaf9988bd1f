import { describe, expect, it } from 'vitest';
import { pointWords } from '../src/point-words';
import { Quality } from '../src/quality';
import { Store, sameDevices } from '../src/store';
import { Trend, TrendBucket, TrendBuckets, TrendSpan } from '../src/trend';
import type { Device } from '../src/wire';
import { history, sample, series } from './samples';

describe('store', () => {
  const filled = (): Store => {
    const store = new Store();
    store.replaceSeries([series({ id: 1, name: 'a' }), series({ id: 2, name: 'b' })]);
    store.takeChanges();
    return store;
  };

  it('keeps the latest of many updates and reports the series once', () => {
    const store = filled();
    store.apply([1, 2, 3].map((value) => (sample({ id: 1, value, time: value, quality: 0 }))), 0);

    expect([...store.takeChanges()]).toEqual([1]);
    expect(store.takeChanges().size).toBe(0);
    expect(store.points.get(1)).toMatchObject({ value: 3, time: 3 });
  });

  it('is silent about a snapshot that says nothing new', () => {
    const store = filled();
    const once = sample({ id: 1, value: 5, time: 9, quality: 0 });
    store.apply([once], 0);
    store.takeChanges();

    expect(store.apply([once], 1)).toEqual([]);
    expect(store.takeChanges().size).toBe(0);
  });

  it('counts samples of series nobody announced', () => {
    const store = filled();
    store.apply([sample({ id: 77, value: 1, time: 1, quality: 0 })], 0);

    expect(store.unknown).toBe(1);
  });

  it('keeps values on screen by name when the process behind is another one', () => {
    const store = filled();
    store.apply([sample({ id: 2, value: 8, time: 1, quality: 0 })], 0);

    store.replaceSeries([series({ id: 1, name: 'b' })]);

    expect(store.points.get(1)).toMatchObject({ value: 8 });
    expect(store.find('a')).toBeUndefined();
    expect(store.points.size).toBe(1);
  });

  it('takes new metadata without losing the value', () => {
    const store = filled();
    store.apply([sample({ id: 1, value: 8, time: 1, quality: 0 })], 0);

    store.mergeSeries([series({ id: 1, name: 'a2', unit: 'MW' }), series({ id: 3, name: 'c' })]);

    expect(store.find('a2')).toMatchObject({ value: 8, series: { unit: 'MW' } });
    expect(store.find('a')).toBeUndefined();
    expect(store.points.size).toBe(3);
  });

  it('holds the last value through an outage, also one that began before the page was opened', () => {
    const store = filled();
    const [seen, reloaded] = [store.points.get(1)!, store.points.get(2)!];
    store.apply([sample({ id: 1, value: 5, time: 1000 })], 0);
    const down = { value: null, time: 3000, quality: Quality.NotConnected };

    store.apply([sample({ id: 1, ...down }), sample({ id: 2, ...down, last: { value: 7, time: 900 } })], 1);

    expect(seen.shown).toEqual({ value: 5, time: 1000, held: true });
    expect(reloaded.shown).toEqual({ value: 7, time: 900, held: true });
    expect(seen.value).toBeNull();
    store.apply([sample({ id: 1, ...down, time: 4000 })], 2);
    expect(seen.shown).toEqual({ value: 5, time: 1000, held: true });
    store.apply([sample({ id: 1, value: 6, time: 5000 })], 3);
    expect(seen.shown).toEqual({ value: 6, time: 5000, held: false });
  });

  it('does not flash what it goes on showing', () => {
    const store = filled();
    const point = store.points.get(1)!;
    store.apply([sample({ value: 5, time: 1 })], 10);

    store.apply([sample({ value: null, time: 2, quality: Quality.NotConnected })], 20);
    store.apply([sample({ value: 5, time: 3 })], 30);
    expect(point.changedAt).toBe(Number.NEGATIVE_INFINITY);
    store.apply([sample({ value: 6, time: 4 })], 40);
    expect(point.changedAt).toBe(40);
  });

  it('finds the last value in the history when the server saw none', () => {
    const store = filled();
    const point = store.points.get(1)!;
    store.apply([sample({ value: null, time: 9000, quality: Quality.NotConnected })], 0);
    store.takeChanges();

    store.backfill(1, history({ before: { time: 10, value: 3, quality: 0 }, samples: [{ time: 8000, value: null, quality: 0x800 }] }));

    expect(point.shown).toEqual({ value: 3, time: 10, held: true });
    expect([...store.takeChanges()]).toEqual([1]);
    store.backfill(1, history({ samples: [{ time: 20, value: 4, quality: 0 }] }));
    expect(point.shown.value).toBe(3);
  });

  it('is stale after three periods of silence, and says so where nothing worse is to be said', () => {
    const store = filled();
    const point = store.points.get(1)!;
    const words = (now: number): string => pointWords(point, now).word;
    expect(words(1e9)).toBe('waiting');

    store.apply([sample({ value: 5, time: 1000 })], 0);
    expect([words(4000), words(4001)]).toEqual(['good', 'stale']);
    store.apply([sample({ value: 5, time: 1001, quality: Quality.Invalid })], 0);
    expect(words(9000)).toBe('invalid');
  });

  it('has no value yet before the first sample', () => {
    expect(filled().points.get(1)).toMatchObject({ value: null, quality: Quality.NoValueYet, seen: false });
  });

  it('does not let digits come and go with the magnitude', () => {
    const store = new Store();
    store.replaceSeries([series({ resolution: null })]);
    const point = store.points.get(1)!;
    const digitsAfter = (value: number, time: number): number => {
      store.apply([sample({ id: 1, value, time, quality: 0 })], time);
      return point.digits;
    };

    expect([digitsAfter(9, 1), digitsAfter(9.5, 2), digitsAfter(10.5, 3), digitsAfter(9.5, 4), digitsAfter(10, 5)]).toEqual([0, 4, 3, 3, 3]);
  });
});

describe('trend', () => {
  const seen = (trend: Trend, now: number): [number, number, number][] => {
    const list: [number, number, number][] = [];
    trend.forEach(now, (index, low, high) => Number.isNaN(low) || list.push([index, low, high]));
    return list;
  };

  it('keeps the smallest and the largest of each bucket, so that a spike survives', () => {
    const trend = new Trend();
    for (const value of [5, 900, -3, 6]) trend.add(TrendSpan, value);

    expect(seen(trend, TrendSpan)).toEqual([[TrendBuckets - 1, -3, 900]]);
  });

  it('forgets what is older than its span', () => {
    const trend = new Trend();
    trend.add(TrendSpan, 1);
    trend.add(TrendSpan + TrendBucket, 2);

    expect(trend.extremes(TrendSpan + TrendBucket)).toEqual({ low: 1, high: 2 });
    expect(trend.extremes(2 * TrendSpan)).toEqual({ low: 2, high: 2 });
    expect(trend.extremes(3 * TrendSpan)).toBeNull();
    trend.add(3 * TrendSpan, 7);
    expect(seen(trend, 3 * TrendSpan)).toEqual([[TrendBuckets - 1, 7, 7]]);
  });

  it('takes history behind the live edge, but nothing from beyond the span', () => {
    const trend = new Trend();
    trend.add(2 * TrendSpan, 5);
    trend.add(1.5 * TrendSpan, 1);
    trend.add(0.5 * TrendSpan, -100);

    expect(trend.extremes(2 * TrendSpan)).toEqual({ low: 1, high: 5 });
  });

  it('marks a bucket that held an unusable sample as broken', () => {
    const trend = new Trend();
    trend.add(TrendSpan, 5);
    trend.add(TrendSpan, null);
    const broken: boolean[] = [];
    trend.forEach(TrendSpan, (_, __, ___, isBroken) => broken.push(isBroken));

    expect(broken.lastIndexOf(true)).toBe(TrendBuckets - 1);
    expect(broken.filter(Boolean)).toHaveLength(1);
  });

  it('of a source that tells changes only shows what stands: from before the span, until the next, and no further than is known', () => {
    const trend = new Trend(true);
    trend.add(10, 1);
    expect(trend.extremes(3 * TrendSpan)).toEqual({ low: 1, high: 1 });
    expect(seen(trend, 3 * TrendSpan)).toHaveLength(TrendBuckets);

    trend.add(3 * TrendSpan, 0);
    const [first, last] = [seen(trend, 3 * TrendSpan)[0], seen(trend, 3 * TrendSpan).at(-1)];
    expect([first, last]).toEqual([[0, 1, 1], [TrendBuckets - 1, 0, 0]]);
    expect(trend.extremes(4 * TrendSpan)).toEqual({ low: 0, high: 0 });

    trend.add(4 * TrendSpan, null);
    expect(seen(trend, 4 * TrendSpan + 10 * TrendBucket)).toHaveLength(TrendBuckets - 11);
  });

  it('of such a source takes history behind the live edge', () => {
    const trend = new Trend(true);
    trend.add(2 * TrendSpan, 5);
    trend.add(TrendSpan - 50_000, 1);
    trend.add(1.5 * TrendSpan, 3);

    expect([0, 60, TrendBuckets - 1].map((index) => seen(trend, 2 * TrendSpan).find(([at]) => at === index))).toEqual([[0, 1, 1], [60, 3, 3], [TrendBuckets - 1, 5, 5]]);
  });

  it('is not led astray by a time that is none', () => {
    const trend = new Trend();
    trend.add(Number.NaN, 5);
    expect(trend.extremes(TrendSpan)).toBeNull();
  });
});

it('devices are the same while only their counters move', () => {
  const device: Device = {
    name: 'feeder-1', protocol: 'modbus', target: '', state: 'connected', since: 1, detail: null, polls: 1, failures: 0, period: 1000, series: [1],
  };

  expect(sameDevices([device], [{ ...device, polls: 2, failures: 1 }])).toBe(true);
  expect(sameDevices([device], [{ ...device, state: 'disconnected' }])).toBe(false);
  expect(sameDevices([device], [])).toBe(false);
});
