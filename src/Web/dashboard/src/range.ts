// What part of time the plot shows: following the live edge, or held where somebody looked.

export interface Span {
  from: number;
  to: number;
}

const Shortest = 500;
const Longest = 31 * 86_400_000;

export function pan({ from, to }: Span, fraction: number): Span {
  const shift = (to - from) * fraction;
  return { from: from + shift, to: to + shift };
}

/** Around a place that stays where it is, `at` from 0 to 1; a factor below 1 shows less time. */
export function zoom({ from, to }: Span, factor: number, at: number): Span {
  const length = to - from;
  const wanted = Math.min(Longest, Math.max(Shortest, length * factor));
  const anchor = from + length * at;
  return { from: anchor - wanted * at, to: anchor + wanted * (1 - at) };
}

/** A little more than is shown, so that lines enter and leave at the edges. */
export function withMargin({ from, to }: Span, period: number | null): Span {
  const margin = Math.max(0.02 * (to - from), 2 * (period ?? 0));
  return { from: from - margin, to: to + margin };
}
