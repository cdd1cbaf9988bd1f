// One line of the plot, and the words for why it is not there or not all of it.

import { formatClock, formatDate } from './format';
import type { Span } from './range';
import type { Point } from './store';
import type { Trace } from './trace';

export interface Line {
  name: string;
  slot: number;
  /** Null while nobody announced a series of that name. */
  point: Point | null;
  trace: Trace;
  /** What the history said: loading, there, or why not. */
  state: 'loading' | 'loaded' | { failure: string };
  request: AbortController | null;
}

export function lineNote({ point, name, state, trace }: Line, { from, to }: Span, now: number, live: boolean): string | null {
  if (!point) return `No point is called ${name}.`;
  if (typeof state === 'object') return `The history of ${name} could not be read: ${state.failure}.${live ? ' Live values go on.' : ''}`;
  if (hasNumber(trace, from, to) || trace.heldAt(Math.min(to, now)) !== null) return null;
  return state === 'loading' ? `Loading the history of ${name}.` : `${name} has no usable value in this range.`;
}

export function rangeWords({ from, to }: Span): string {
  const sameDay = formatDate(from) === formatDate(to);
  return `${formatDate(from)} ${formatClock(from)} – ${sameDay ? '' : `${formatDate(to)} `}${formatClock(to)}`;
}

function hasNumber(trace: Trace, from: number, to: number): boolean {
  // What came before counts only where a line leads from it into the range.
  const first = trace.lowerBound(from);
  const entering = first > 0 && first < trace.times.length && trace.numbers[first] !== null ? first - 1 : first;
  for (let index = entering; index < trace.times.length && trace.times[index]! <= to; index++)
    if (trace.numbers[index] !== null) return true;
  return false;
}
