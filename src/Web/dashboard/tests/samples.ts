// Series and clocks for the tests.

import type { Clock } from '../src/clock';
import type { History, Sample, Series } from '../src/wire';

export function series(over: Partial<Series> = {}): Series {
  return {
    id: 1,
    name: 'feeder-1.active_power',
    measurement: 'feeder-1',
    field: 'active_power',
    tags: { site: 'north' },
    unit: 'kW',
    resolution: 0.1,
    states: null,
    period: 1000,
    device: 'feeder-1',
    description: null,
    ...over,
  };
}

export function sample(over: Partial<Sample> = {}): Sample {
  return { id: 1, value: 1, time: 1, quality: 0, last: null, ...over };
}

export function history(over: Partial<History> = {}): History {
  return { series: 1, from: 0, to: 10_000, reduced: false, before: null, samples: [], ...over };
}

/** Time moves only when a test says so. */
export class HandClock implements Clock {
  private time = 0;
  private next = 1;
  private timers = new Map<number, { at: number; callback: () => void }>();
  /** 0.5 leaves the back-off without jitter. */
  chance = 0.5;

  now(): number {
    return this.time;
  }

  random(): number {
    return this.chance;
  }

  setTimeout(callback: () => void, milliseconds: number): number {
    this.timers.set(this.next, { at: this.time + milliseconds, callback });
    return this.next++;
  }

  clearTimeout(timer: number): void {
    this.timers.delete(timer);
  }

  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.time = due[1].at;
      due[1].callback();
    }
    this.time = end;
  }
}
