import { describe, expect, it } from 'vitest';
import { formatCsv } from '../src/csv';
import { LiveLimit, Trace, align } from '../src/trace';
import type { History, HistorySample } from '../src/wire';
import { history as answer, series } from './samples';

const at = (time: number, value: number | null = time, quality = 0): HistorySample => ({ time, value, quality });
const history = (samples: HistorySample[], over: Partial<History> = {}): History => answer({ samples, ...over });

describe('trace', () => {
  it('keeps what came live behind the history it is given', () => {
    const trace = new Trace(null);
    for (const time of [3000, 4000, 5000]) trace.push(at(time));

    trace.load(history([at(1000), at(2000), at(3000), at(4000)]), 100);

    expect(trace.times).toEqual([1000, 2000, 3000, 4000, 5000]);
  });

  it('holds nothing beyond a range of the past: a line to the present would cross what was not asked for', () => {
    const trace = new Trace(null);
    trace.push(at(90_000));

    trace.load(history([at(1000), at(2000)]), 100, false);

    expect(trace.times).toEqual([1000, 2000]);
  });

  it('breaks the line at a sample without value and at one of bad quality, and keeps it where the value is only substituted', () => {
    const trace = new Trace(null);
    for (const sample of [at(1, 1), at(2, null), at(3, 3, 0x80), at(4, 4, 0x20)]) trace.push(sample);

    expect(trace.numbers).toEqual([1, null, null, 4]);
  });

  it('breaks the line across silence longer than three periods', () => {
    const trace = new Trace(1000);
    trace.load(history([at(1000), at(4000), at(7001)]), 100);

    expect(trace.numbers).toEqual([1000, 4000, null, 7001]);
    expect(trace.at(6000)).toBeNull();
    expect(trace.at(4000)).toBe(1);
  });

  it('does not take the spacing of a reduced history for silence', () => {
    const trace = new Trace(1000);
    trace.load(history([at(0), at(100_000)], { to: 1_000_000, reduced: true }), 20);

    expect(trace.numbers).toEqual([0, 100_000]);
  });

  it('leaves out what is out of order', () => {
    const trace = new Trace(null);
    for (const time of [5, 4, 5, 6]) trace.push(at(time));

    expect(trace.times).toEqual([5, 6]);
  });

  it('stays bounded and says when a reduced history should replace it', () => {
    const trace = new Trace(null);
    for (let time = 1; time <= LiveLimit / 2; time++) trace.push(at(time));
    expect(trace.overdue).toBe(true);
    for (let time = LiveLimit; time < 5 * LiveLimit; time++) trace.push(at(time));

    expect(trace.times.length).toBeLessThanOrEqual(LiveLimit);
    expect(trace.times.at(-1)).toBe(5 * LiveLimit - 1);
  });
});

describe('what holds', () => {
  const loaded = (period: number | null, over: Partial<History>): Trace => {
    const made = new Trace(period);
    made.load(answer({ from: 1_000_000, to: 1_060_000, ...over }), 100);
    return made;
  };

  it('is drawn through a window in which nothing moved: from before it to its edge', () => {
    const breaker = loaded(null, { before: at(5, 1) });

    expect(align([breaker], 1_000_000, 1_060_000, 2_000_000)).toEqual([[5, 1_060_000], [1, 1]]);
    expect(align([breaker], 1_000_000, 1_060_000, 1_030_000)).toEqual([[5, 1_030_000], [1, 1]]);
    expect(breaker.at(1_040_000)).toBe(0);
  });

  it('is not drawn where the source has been silent for too long, has no value, or says that nobody knows', () => {
    expect(align([loaded(1000, { before: at(5, 1) })], 1_000_000, 1_060_000, 2_000_000)[0]).toEqual([5]);
    expect(align([loaded(null, { before: at(5, null, 0x800) })], 1_000_000, 1_060_000, 2_000_000)).toEqual([[5], [null]]);
    expect(loaded(1000, { samples: [at(1_001_000)] }).at(1_050_000)).toBeNull();
  });

  it('does not lead into the range across an outage', () => {
    const trace = loaded(1000, { before: at(5, 1), samples: [at(1_001_000, 2)] });

    expect(align([trace], 1_000_000, 1_060_000, 1_001_500)).toEqual([[5.001, 1_001_000, 1_001_500], [null, 2, 2]]);
  });

  it('ends where something else comes, beyond the edge too', () => {
    const trace = loaded(null, { samples: [at(1_001_000, 1), at(1_061_000, 0)] });

    expect(align([trace], 1_000_000, 1_060_000, 2_000_000)).toEqual([[1_001_000, 1_061_000], [1, 0]]);
  });

  it('shares the time axis with series that move', () => {
    const moving = loaded(null, { samples: [at(1_001_000, 7), at(1_061_000, 8)] });
    const quiet = loaded(null, { before: at(5, 1) });

    expect(align([moving, quiet], 1_000_000, 1_060_000, 2_000_000)).toEqual([
      [5, 1_001_000, 1_060_000, 1_061_000],
      [undefined, 7, undefined, 8],
      [1, undefined, 1, undefined],
    ]);
  });

  it('keeps what came live when the history does not have it yet', () => {
    const trace = new Trace(null);
    trace.push(at(1_059_900, 0));
    trace.load(answer({ from: 1_000_000, to: 1_061_000, before: at(5, 1) }), 100);

    expect(trace.values).toEqual([1, 0]);
  });
});

describe('align', () => {
  const trace = (samples: HistorySample[], period: number | null = null): Trace => {
    const made = new Trace(period);
    made.load(history(samples), 100);
    return made;
  };

  it('puts series on one time axis; a line crosses the times of the others', () => {
    expect(align([trace([at(1), at(3)]), trace([at(2)])], 0, 10)).toEqual([[1, 2, 3], [1, undefined, 3], [undefined, 2, undefined]]);
  });

  it('takes one sample beyond each edge, so that the line leaves the plot', () => {
    expect(align([trace([1, 2, 3, 4, 5].map((time) => at(time)))], 2.5, 3.5)[0]).toEqual([2, 3, 4]);
  });

  it('widens a break to the neighbouring values of its own series', () => {
    const broken = trace([at(1), at(4, null), at(7)]);
    const other = trace([2, 3, 5, 6].map((time) => at(time)));

    expect(align([broken, other], 0, 10)[1]).toEqual([1, null, null, null, null, null, 7]);
  });

  it('of nothing is nothing', () => {
    expect(align([], 0, 1)).toEqual([[]]);
    expect(align([trace([])], 0, 1)).toEqual([[], []]);
  });
});

it('exports the samples in view with unit and quality, quoted where needed, without the breaks', () => {
  const trace = new Trace(1000);
  trace.load(history([at(0, 1), at(1000, 2, 0x80), at(60_000, 3)]), 100);

  expect(formatCsv([{ series: series({ name: 'a,"b"' }), trace }], 500, 60_000)).toBe(
    'time,series,value,unit,quality\r\n' +
      '1970-01-01T00:00:01.000Z,"a,""b""",2,kW,invalid\r\n' +
      '1970-01-01T00:01:00.000Z,"a,""b""",3,kW,good\r\n',
  );
});
