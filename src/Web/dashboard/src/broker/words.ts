// Numbers of the broker as the page writes them.

import { NoValue, formatCount } from '../format';

/** A rate: one digit after the point below ten, none above. */
export function formatRate(rate: number | null): string {
  if (rate === null) return NoValue;
  if (rate === 0) return '0';
  if (rate < 0.05) return '< 0.1';
  return rate < 9.95 ? rate.toFixed(1) : formatCount(rate);
}

const Units = ['B', 'KiB', 'MiB', 'GiB'];

export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < Units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${Units[unit]}`;
}

/** How many of those that were found are listed, said only when some are not. */
export function foundWords(listed: number, found: number): string {
  return listed < found ? `${formatCount(listed)} of ${formatCount(found)} listed: filter to see others` : formatCount(found);
}
