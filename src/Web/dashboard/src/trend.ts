// The last minutes of one series in bounded memory: the smallest and largest value of each short span, so that a spike
// survives. 1.7 kB a series: ten thousand of them are 17 MB.

export const TrendSpan = 300_000;
export const TrendBuckets = 100;
export const TrendBucket = TrendSpan / TrendBuckets;

export class Trend {
  private readonly low = new Float64Array(TrendBuckets).fill(Number.NaN);
  private readonly high = new Float64Array(TrendBuckets).fill(Number.NaN);
  private readonly broken = new Uint8Array(TrendBuckets);
  private readonly held: Held | null;
  /** Number of the newest bucket, counted from 1970. */
  private newest = -1;

  /** `holds`: the source tells changes only, so that a value stands until the next one. */
  constructor(holds = false) {
    this.held = holds ? new Held() : null;
  }

  /** A null value marks a gap: no line crosses its bucket. Samples may come in any order within the span. */
  add(time: number, value: number | null): void {
    const bucket = Math.floor(time / TrendBucket);
    if (!Number.isFinite(bucket)) return;
    this.held?.add(time, value);
    if (bucket <= this.newest - TrendBuckets) return;
    if (bucket > this.newest) this.advance(bucket);
    const slot = bucket % TrendBuckets;
    if (value === null) {
      this.broken[slot] = 1;
      return;
    }
    const low = this.low[slot]!;
    const high = this.high[slot]!;
    // Written so that NaN, an empty bucket, takes the value.
    if (!(low <= value)) this.low[slot] = value;
    if (!(high >= value)) this.high[slot] = value;
  }

  /** Calls back for each bucket of the span that ends at `now`, oldest first; empty ones have NaN. */
  forEach(now: number, visit: (index: number, low: number, high: number, broken: boolean) => void): void {
    const last = Math.floor(now / TrendBucket);
    for (let index = 0; index < TrendBuckets; index++) {
      const bucket = last - TrendBuckets + 1 + index;
      const kept = bucket >= 0 && bucket <= this.newest && bucket > this.newest - TrendBuckets;
      const slot = bucket % TrendBuckets;
      const low = kept ? this.low[slot]! : Number.NaN;
      const broken = kept && this.broken[slot] === 1;
      // A bucket without a sample shows what held when it began.
      const standing = this.held && Number.isNaN(low) && !broken ? this.held.at(bucket * TrendBucket) : null;
      if (standing !== null) visit(index, standing, standing, false);
      else visit(index, low, kept ? this.high[slot]! : Number.NaN, broken);
    }
  }

  /** Smallest and largest of the span, or null when it holds no value. */
  extremes(now: number): { low: number; high: number } | null {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    this.forEach(now, (_, low, high) => {
      if (low < least) least = low;
      if (high > most) most = high;
    });
    return least <= most ? { low: least, high: most } : null;
  }

  private advance(bucket: number): void {
    const first = Math.max(this.newest + 1, bucket - TrendBuckets + 1);
    for (let fresh = first; fresh <= bucket; fresh++) {
      const slot = fresh % TrendBuckets;
      this.low[slot] = this.high[slot] = Number.NaN;
      this.broken[slot] = 0;
    }
    this.newest = bucket;
  }
}

/** The last sample of each bucket that has any, in ascending time, and the last one before the span. */
class Held {
  private samples: { time: number; value: number | null }[] = [];

  add(time: number, value: number | null): void {
    const bucket = Math.floor(time / TrendBucket);
    let index = this.samples.length;
    while (index > 0 && this.samples[index - 1]!.time > time) index--;
    const before = this.samples[index - 1];
    const after = this.samples[index];
    if (after && Math.floor(after.time / TrendBucket) === bucket) return;
    if (before && Math.floor(before.time / TrendBucket) === bucket) this.samples[index - 1] = { time, value };
    else this.samples.splice(index, 0, { time, value });
    // One from before the span is enough.
    const start = this.samples.at(-1)!.time - TrendSpan - TrendBucket;
    while (this.samples.length > 1 && this.samples[1]!.time < start) this.samples.shift();
  }

  /** What stood at a time; null when nobody knows. */
  at(time: number): number | null {
    for (let index = this.samples.length - 1; index >= 0; index--) if (this.samples[index]!.time <= time) return this.samples[index]!.value;
    return null;
  }
}
