// What a row says of its point in words: shown, spoken and in tooltips.

import { NoValue, formatClock, formatDate, type NumberParts } from './format';
import { NotRead, Stale, qualityWords, type QualityWords } from './quality';
import type { Point } from './store';

/** The quality; of a value that nothing speaks against but silence, that it is stale. */
export function pointWords(point: Point, serverNow: number): QualityWords {
  if (!point.seen) return NotRead;
  const words = qualityWords(point.quality);
  return words.severity !== 'bad' && words.severity !== 'doubtful' && point.isStale(serverNow) ? Stale : words;
}

/** `20.33 kV`; `last value 20.33 kV`. */
export function spokenValue({ whole, fraction }: NumberParts, unit: string | null, held: boolean): string {
  if (whole === NoValue) return 'no value';
  return `${held ? 'last value ' : ''}${whole}${fraction}${unit ? ` ${unit}` : ''}`;
}

export function ageSentence(point: Point): string {
  if (!point.seen) return 'nothing received so far';
  const { time, held } = point.shown;
  return held ? `last value of ${instant(time)}\nwithout a value since ${instant(point.time)}` : instant(time);
}

function instant(time: number): string {
  return `${formatDate(time)} ${formatClock(time, true)}`;
}
