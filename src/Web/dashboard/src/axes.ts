// Which series share a scale, which scales get an axis, and how time reads along the bottom.

import { formatClock } from './format';
import type { Series } from './wire';

export interface ScaleUse {
  /** Name of the scale: one for each unit, one for each set of states. */
  scale: string;
  /** Where its axis stands; null: a third unit has a scale of its own but no axis. */
  side: 'left' | 'right' | null;
  unit: string | null;
  states: string[] | null;
}

/** Null stands for a name that no series bears: it draws nothing and takes no axis. */
export function assignScales(list: readonly (Series | null)[]): ScaleUse[] {
  const scales = new Map<string, ScaleUse>();
  return list.map((series) => {
    if (!series) return { scale: 'none', side: null, unit: null, states: null };
    const key = series.states ? `states ${series.states.join('|')}` : `unit ${series.unit ?? ''}`;
    let use = scales.get(key);
    if (!use) {
      const side = scales.size === 0 ? 'left' : scales.size === 1 ? 'right' : null;
      use = { scale: key, side, unit: series.states ? null : series.unit, states: series.states };
      scales.set(key, use);
    }
    return use;
  });
}

/** Labels along the time axis on the 24-hour clock; the date stands where it changes. */
export function timeLabels(splits: readonly number[], step: number): string[] {
  let day = '';
  return splits.map((time) => {
    // A split can lie a hair before the full second it stands for.
    const rounded = Math.round(time);
    const date = new Date(rounded);
    const clock = step < 60_000 ? formatClock(rounded) : formatClock(rounded).slice(0, 5);
    const fraction = step < 1000 ? `.${String(date.getMilliseconds()).padStart(3, '0')}` : '';
    const today = date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
    const fresh = today !== day;
    day = today;
    return fresh ? `${clock}${fraction}\n${today}` : `${clock}${fraction}`;
  });
}

/** Pixels that a time label needs: with seconds it is longer than without, with milliseconds longer still. */
export function labelSpace(millisecondsPerPixel: number): number {
  if (millisecondsPerPixel < 6) return 110;
  return millisecondsPerPixel <= 600 ? 80 : 50;
}
