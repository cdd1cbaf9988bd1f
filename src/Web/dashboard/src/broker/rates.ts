// Rates from counts that only rise: the difference of two answers over the time between them.

interface Count {
  count: number;
  time: number;
  rate: number | null;
  /** When it rose last, as far as this page has seen. */
  rose: number;
}

export class Rates {
  private readonly counts = new Map<string, Count>();

  /** Events a second since the answer before; null at the first one, and after a count that began anew. */
  observe(key: string, count: number, time: number): number | null {
    const before = this.counts.get(key);
    if (before?.time === time) return before.rate;
    const isNew = !before || count < before.count || time < before.time;
    const rate = isNew ? null : ((count - before.count) * 1000) / (time - before.time);
    this.counts.set(key, { count, time, rate, rose: rate !== null && rate > 0 ? time : isNew ? Number.NEGATIVE_INFINITY : before.rose });
    return rate;
  }

  /** Whether a count rose within the last `span` ms. */
  roseWithin(key: string, time: number, span: number): boolean {
    const rose = this.counts.get(key)?.rose ?? Number.NEGATIVE_INFINITY;
    return time - rose <= span;
  }

  /** Forgets what was not observed for so long: clients come and go. */
  prune(before: number): void {
    for (const [key, { time }] of this.counts) if (time < before) this.counts.delete(key);
  }

  clear(): void {
    this.counts.clear();
  }
}
