// One plotted series: its history and, behind it, what came live. Bounded; a line never lies across an outage.

import { numeric } from './format';
import { isPlottable } from './quality';
import { StalePeriods } from './store';
import type { History, HistorySample, Sample, Value } from './wire';

/** Live samples kept behind the history; beyond that the history is asked for again, reduced. */
export const LiveLimit = 4000;

export class Trace {
  readonly times: number[] = [];
  /** What is drawn; null breaks the line. */
  readonly numbers: (number | null)[] = [];
  readonly values: Value[] = [];
  /** −1 marks a break that is no sample. */
  readonly qualities: number[] = [];
  reduced = false;
  private live = 0;
  /** Distance of two samples that a line may still join, ms. */
  private joins = Number.POSITIVE_INFINITY;

  /** Silence longer than this is an outage. */
  private readonly outage: number;

  constructor(period: number | null) {
    this.outage = period === null ? Number.POSITIVE_INFINITY : StalePeriods * period;
  }

  /** Whether so much came live that a fresh, reduced history should replace it. */
  get overdue(): boolean {
    return this.live >= LiveLimit / 2;
  }

  /** Replaces what is held by the history. Of a range up to now, what came live after its end stays behind it. */
  load(history: History, points: number, upToNow = true): void {
    const last = history.samples.at(-1)?.time ?? history.before?.time ?? Number.NEGATIVE_INFINITY;
    const since = this.lowerBound(last);
    const later: HistorySample[] = [];
    for (let index = since; upToNow && index < this.times.length; index++)
      if (this.times[index]! > last && this.qualities[index]! >= 0)
        later.push({ time: this.times[index]!, value: this.values[index]!, quality: this.qualities[index]! });

    this.clear();
    this.reduced = history.reduced;
    const span = history.reduced ? (history.to - history.from) / (points / 2) : 0;
    this.joins = Math.max(this.outage, 2.5 * span);
    if (history.before) this.append(history.before);
    for (const sample of history.samples) this.append(sample);
    this.joins = this.outage;
    for (const sample of later) this.push(sample);
  }

  /** A sample from the live wire. */
  push(sample: Sample | HistorySample): void {
    if (!this.append(sample)) return;
    this.live++;
    // Dropped by the thousand, so that the cost is spread.
    if (this.live > LiveLimit) this.dropOldest(LiveLimit / 4);
  }

  /** The sample that holds at a time: the last one not after it, unless a break lies between or it was silent for too long. */
  at(time: number): number | null {
    let index = this.lowerBound(time);
    if (this.times[index] !== time) index--;
    if (index < 0 || this.qualities[index]! < 0) return null;
    return index < this.times.length - 1 || this.holds(time) ? index : null;
  }

  /** Whether the last sample still stands at a time after it. */
  holds(time: number): boolean {
    return this.times.length > 0 && time - this.times.at(-1)! <= this.outage;
  }

  /** The number that the last sample carries on to `edge`, or null when there is nothing to draw. */
  heldAt(edge: number): number | null {
    const last = this.times.at(-1);
    return last !== undefined && last < edge && this.holds(edge) ? this.numbers.at(-1)! : null;
  }

  /** First index whose time is not before `time`. */
  lowerBound(time: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private append({ time, value, quality }: HistorySample): boolean {
    const last = this.times.at(-1);
    // A sample out of order belongs to the history; drawing needs ascending times.
    if (last !== undefined && time <= last) return false;
    if (last !== undefined && time - last > this.joins) this.add(last + 1e-3, null, null, -1);
    this.add(time, isPlottable(quality) ? numeric(value) : null, value, quality);
    return true;
  }

  private add(time: number, drawn: number | null, value: Value, quality: number): void {
    this.times.push(time);
    this.numbers.push(drawn);
    this.values.push(value);
    this.qualities.push(quality);
  }

  private dropOldest(count: number): void {
    for (const list of [this.times, this.numbers, this.values, this.qualities]) list.splice(0, count);
    this.live -= count;
  }

  private clear(): void {
    for (const list of [this.times, this.numbers, this.values, this.qualities]) list.length = 0;
    this.live = 0;
  }
}

export type Columns = [number[], ...(number | null | undefined)[][]];

/**
 * All traces over one ascending time axis, from `from` to `to` and one sample beyond each edge.
 * `undefined` is "no sample of this series here", which the line crosses; null is a break, which it does not. What came last is
 * carried on to `now`, or to the edge of a range of the past: it holds until something else comes.
 */
export function align(traces: readonly Trace[], from: number, to: number, now = Number.NEGATIVE_INFINITY): Columns {
  const edge = Math.min(to, now);
  const spans = traces.map((trace) => ({
    trace,
    start: Math.max(0, trace.lowerBound(from) - 1),
    end: Math.min(trace.times.length, trace.lowerBound(to) + 1),
    held: trace.heldAt(edge),
  }));
  const all = new Float64Array(spans.reduce((sum, { start, end, held }) => sum + Math.max(0, end - start) + (held === null ? 0 : 1), 0));
  let filled = 0;
  for (const { trace, start, end, held } of spans) {
    for (let index = start; index < end; index++) all[filled++] = trace.times[index]!;
    if (held !== null) all[filled++] = edge;
  }
  all.sort();
  const times: number[] = [];
  for (const time of all) if (time !== times.at(-1)) times.push(time);

  const columns = spans.map(({ trace, start, end, held }) => {
    const column: (number | null | undefined)[] = new Array(times.length).fill(undefined);
    let row = 0;
    for (let index = start; index < end; index++) {
      while (times[row]! < trace.times[index]!) row++;
      column[row] = trace.numbers[index]!;
    }
    if (held !== null) column[times.lastIndexOf(edge)] = held;
    widenBreaks(column);
    return column;
  });
  return [times, ...columns];
}

/** uPlot ends a gap at the next time of any series: a break has to reach from this series' last value to its next. */
function widenBreaks(column: (number | null | undefined)[]): void {
  for (let row = 0; row < column.length; row++) {
    if (column[row] !== null) continue;
    for (let before = row - 1; before >= 0 && column[before] === undefined; before--) column[before] = null;
    while (row + 1 < column.length && column[row + 1] == null) column[++row] = null;
  }
}
