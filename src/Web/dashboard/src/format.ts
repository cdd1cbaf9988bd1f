// Numbers and times as an instrument would show them.

import type { Value } from './wire';

const MaximumDigits = 9;

/** Digits after the decimal point that a step of `resolution` needs: 0.1 → 1, 0.25 → 2, 5 → 0. */
export function digitsOfResolution(resolution: number): number {
  for (let digits = 0; digits < MaximumDigits; digits++) {
    const scaled = resolution * 10 ** digits;
    if (scaled >= 1 - 1e-9 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits;
  }
  return MaximumDigits;
}

/**
 * Without a resolution: five significant digits at the largest magnitude seen, which is what a float32 carries safely.
 * The caller keeps `magnitude` from falling, so that digits do not come and go.
 */
export function digitsOfMagnitude(magnitude: number): number {
  if (!(magnitude > 0)) return 0;
  return Math.min(6, Math.max(0, 4 - Math.floor(Math.log10(magnitude))));
}

/** The value in two parts, so that rows with different digits line up on the decimal point. */
export interface NumberParts {
  whole: string;
  fraction: string;
}

const Exponential = { above: 1e12, below: 1e-6 };

export function formatNumber(value: number, digits: number): NumberParts {
  const magnitude = Math.abs(value);
  if (magnitude >= Exponential.above || (magnitude > 0 && magnitude < Exponential.below && digits === 6))
    return split(value.toExponential(4));
  const fixed = value.toFixed(digits);
  // −0.04 to one digit is 0.0: a sign without a digit behind it says nothing.
  return split(/^-[0.]+$/.test(fixed) ? fixed.slice(1) : fixed);
}

function split(text: string): NumberParts {
  const point = text.indexOf('.');
  return point < 0 ? { whole: text, fraction: '' } : { whole: text.slice(0, point), fraction: text.slice(point) };
}

export const NoValue = '—';

export function formatValue(value: Value, digits: number, states: readonly string[] | null): NumberParts {
  if (value === null) return { whole: NoValue, fraction: '' };
  const label = stateLabel(value, states);
  if (label !== null) return { whole: label, fraction: '' };
  return typeof value === 'string' ? { whole: value, fraction: '' } : formatNumber(value, digits);
}

export function stateLabel(value: Value, states: readonly string[] | null): string | null {
  return states && typeof value === 'number' ? (states[value] ?? null) : null;
}

/** The number behind a value for min, max and plots; an integer beyond 2^53 loses its last digits here only. */
export function numeric(value: Value): number | null {
  if (typeof value !== 'string') return value;
  if (!/^-?\d+$/.test(value)) return null;
  return Number(value);
}

/** An age: `0.4 s`, `12 s`, `3.5 min`, `2.1 h`, `5.0 d`. A time ahead of the server's clock counts as now. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 119.5) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 119.5) return `${minutes < 9.95 ? minutes.toFixed(1) : Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 47.5) return `${hours < 9.95 ? hours.toFixed(1) : Math.round(hours)} h`;
  return `${Math.round(hours / 24)} d`;
}

/** A duration in whole seconds, minutes, hours: for sentences. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

export function formatClock(time: number, withMilliseconds = false): string {
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return withMilliseconds ? `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}` : clock;
}

export function formatDate(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function formatCount(count: number): string {
  // A narrow no-break space groups without looking like a decimal separator of any country.
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
