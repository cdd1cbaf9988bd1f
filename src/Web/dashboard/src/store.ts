// What the page knows: each series' latest value, its trend, and which of them changed since the last frame was drawn.

import { digitsOfMagnitude, digitsOfResolution, numeric } from './format';
import { Quality, isPlottable } from './quality';
import { Trend } from './trend';
import type { Device, History, HistorySample, LastValue, Sample, Series, Value } from './wire';

/** Without news for this many periods a value is stale; the server counts by the same number. */
export const StalePeriods = 3;

/** What the row of a point shows. */
export interface Shown extends LastValue {
  /** The point has no value now: this is the last one it had. */
  held: boolean;
}

/** One series with its latest sample. */
export class Point {
  value: Value = null;
  time = Number.NaN;
  quality: number = Quality.NoValueYet;
  /** The last value before those samples that have none. */
  last: LastValue | null = null;
  /** Local time of the last change of value, for the flash. */
  changedAt = Number.NEGATIVE_INFINITY;
  previousChangeAt = Number.NEGATIVE_INFINITY;
  /** Allocated with the first sample: most of ten thousand series are never looked at. */
  trend: Trend | null = null;
  private magnitude = 0;
  private fractional = false;

  constructor(public series: Series) {}

  get digits(): number {
    if (this.series.resolution !== null) return digitsOfResolution(this.series.resolution);
    return this.fractional ? digitsOfMagnitude(this.magnitude) : 0;
  }

  get seen(): boolean {
    return !Number.isNaN(this.time);
  }

  /** The value, or the last one there was. */
  get shown(): Shown {
    if (this.value === null && this.last) return { ...this.last, held: true };
    return { value: this.value, time: this.time, held: false };
  }

  isStale(serverNow: number): boolean {
    return this.seen && this.series.period !== null && serverNow - this.time > StalePeriods * this.series.period;
  }

  /** Whether anything that the page shows is different. */
  take(sample: Sample, localNow: number): boolean {
    const same = this.seen && sample.time === this.time && sample.value === this.value && sample.quality === this.quality;
    if (same && (sample.last === null || this.last !== null)) return false;
    if (this.seen && sample.value !== null && sample.value !== this.shown.value) {
      this.previousChangeAt = this.changedAt;
      this.changedAt = localNow;
    }
    if (sample.value === null) this.last = sample.last ?? (this.value === null ? this.last : { value: this.value, time: this.time });
    if (sample.last) this.measure(sample.last.value);
    this.value = sample.value;
    this.time = sample.time;
    this.quality = sample.quality;
    this.record(sample);
    return true;
  }

  /** Samples of the past for the trend; the latest value stays what the live wire said. Whether the row shows another one now. */
  backfill({ before, samples }: History): boolean {
    for (const sample of before ? [before, ...samples] : samples) this.record(sample);
    if (this.value !== null || this.last) return false;
    // A server that was started during the outage never saw the value, but may have stored it in an earlier life.
    const found = samples.findLast((sample) => sample.value !== null) ?? (before?.value == null ? undefined : before);
    if (!found) return false;
    this.last = { value: found.value, time: found.time };
    this.measure(found.value);
    return true;
  }

  private record(sample: HistorySample): void {
    const number = this.measure(sample.value);
    this.trend ??= new Trend(this.series.period === null);
    this.trend.add(sample.time, isPlottable(sample.quality) ? number : null);
  }

  /** Decides how many digits there are. */
  private measure(value: Value): number | null {
    const number = numeric(value);
    if (number !== null) {
      this.magnitude = Math.max(this.magnitude, Math.abs(number));
      this.fractional ||= !Number.isInteger(number);
    }
    return number;
  }
}

/** Whether two lists differ in more than their counters, which move with each poll. */
export function sameDevices(some: readonly Device[], others: readonly Device[]): boolean {
  const shape = (devices: readonly Device[]): string => JSON.stringify(devices.map(({ polls, failures, ...rest }) => rest));
  return shape(some) === shape(others);
}

export class Store {
  readonly points = new Map<number, Point>();
  private readonly byName = new Map<string, Point>();
  devices: readonly Device[] = [];
  /** Ids with news since the last `takeChanges`; a set, so many updates of one series are one. */
  private changed = new Set<number>();
  /** Samples of series that nobody announced. */
  unknown = 0;

  /** Replaces all series. What was on screen under the same name stays there, so that a restart does not blank the page. */
  replaceSeries(list: readonly Series[]): void {
    const former = new Map(this.byName);
    this.points.clear();
    this.byName.clear();
    this.changed.clear();
    for (const series of list) this.adopt(series, former.get(series.name));
  }

  /** Series that came into being or whose metadata changed. */
  mergeSeries(list: readonly Series[]): void {
    for (const series of list) {
      const held = this.points.get(series.id);
      if (held && held.series.name !== series.name) this.byName.delete(held.series.name);
      this.adopt(series, held);
    }
  }

  find(name: string): Point | undefined {
    return this.byName.get(name);
  }

  /** Its past came from the history. */
  backfill(id: number, history: History): void {
    if (this.points.get(id)?.backfill(history)) this.changed.add(id);
  }

  /** Returns the samples that changed something. */
  apply(samples: readonly Sample[], localNow: number): Sample[] {
    const news: Sample[] = [];
    for (const sample of samples) {
      const point = this.points.get(sample.id);
      if (!point) {
        this.unknown++;
        continue;
      }
      if (!point.take(sample, localNow)) continue;
      this.changed.add(sample.id);
      news.push(sample);
    }
    return news;
  }

  takeChanges(): Set<number> {
    const changes = this.changed;
    this.changed = new Set();
    return changes;
  }

  private adopt(series: Series, former: Point | undefined): void {
    const point = former ?? new Point(series);
    point.series = series;
    this.points.set(series.id, point);
    this.byName.set(series.name, point);
    this.changed.add(series.id);
  }
}
