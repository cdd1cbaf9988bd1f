// One row of the list: a point with its value, quality, age and trend.

import { make, makeMark, setAttribute, setMark, setText, setTitle } from './dom';
import { NoValue, formatAge, formatClock, formatDate, formatNumber, formatValue, type NumberParts } from './format';
import { NotRead, qualityWords } from './quality';
import { drawSparkline, type SparkLook } from './sparkline';
import type { Point } from './store';

/** What all rows of one drawn frame share. */
export interface Moment {
  serverNow: number;
  localNow: number;
  reducedMotion: boolean;
}

const FlashDuration = 300;
/** A value that changes with every poll would glow all the time: the flash is for a change that could be overlooked. */
const FlashRest = 1500;
/** Without news for this many periods a value is stale. */
const StalePeriods = 3;

export class PointRow {
  readonly element = make('div', 'row point', { role: 'row', 'aria-level': '2' });
  point: Point | null = null;

  private readonly pick = make('span', 'pick', { 'aria-hidden': 'true' });
  private readonly prefix = make('span', 'prefix');
  private readonly ownName = make('span', 'own');
  private readonly value = new NumberCell('value');
  private readonly unit = cell('unit');
  private readonly quality = cell('quality');
  private readonly mark = makeMark('good');
  private readonly word = make('span', 'word');
  private readonly age = cell('age');
  private readonly low = new NumberCell('low');
  private readonly high = new NumberCell('high');
  private readonly canvas = document.createElement('canvas');
  private flashedAt = Number.NEGATIVE_INFINITY;

  constructor() {
    const name = cell('name');
    name.append(this.pick, this.prefix, this.ownName);
    this.quality.append(this.mark, this.word);
    const trend = cell('trend');
    this.canvas.setAttribute('aria-hidden', 'true');
    trend.append(this.canvas);
    this.element.append(name, this.value.element, this.unit, this.quality, this.age, this.low.element, this.high.element, trend);
  }

  bind(point: Point): void {
    this.point = point;
    this.flashedAt = point.changedAt;
    const { name, device, unit, description, tags } = point.series;
    const prefixed = device !== null && name.startsWith(`${device}.`);
    setText(this.prefix, prefixed ? `${device}.` : '');
    setText(this.ownName, prefixed ? name.slice(device.length + 1) : name);
    const tagWords = Object.entries(tags).map(([key, value]) => `${key}=${value}`).join(' ');
    setTitle(this.ownName.parentElement!, [name, description, tagWords].filter(Boolean).join('\n'));
    setText(this.unit, unit ?? '');
    this.element.dataset['series'] = name;
    this.element.dataset['testid'] = 'point';
  }

  select(colour: string | null): void {
    setAttribute(this.element, 'aria-selected', String(colour !== null));
    this.pick.style.backgroundColor = colour ?? '';
    this.pick.style.borderColor = colour ?? '';
  }

  /** Value and quality: with each change. */
  update(moment: Moment): void {
    const point = this.point;
    if (!point) return;
    this.value.set(formatValue(point.value, point.digits, point.series.states));
    const words = point.seen ? qualityWords(point.quality) : NotRead;
    setAttribute(this.quality, 'data-severity', words.severity);
    setMark(this.mark, words.mark);
    setText(this.word, words.word);
    setTitle(this.quality, words.sentence);
    setAttribute(this.element, 'data-severity', words.severity);
    this.flash(point, moment);
  }

  /** What moves by itself: age, extremes, trend. */
  tick({ serverNow }: Moment, spark: SparkLook): void {
    const point = this.point;
    if (!point) return;
    const { period, states } = point.series;
    const age = serverNow - point.time;
    setText(this.age, point.seen ? formatAge(age) : NoValue);
    setTitle(this.age, point.seen ? `${formatDate(point.time)} ${formatClock(point.time, true)}` : 'nothing received so far');
    this.element.classList.toggle('stale', point.seen && period !== null && age > StalePeriods * period);

    const extremes = states ? null : (point.trend?.extremes(serverNow) ?? null);
    this.low.set(extremes ? formatNumber(extremes.low, point.digits) : Nothing);
    this.high.set(extremes ? formatNumber(extremes.high, point.digits) : Nothing);
    drawSparkline(this.canvas, point.trend, serverNow, StalePeriods * (period ?? Number.POSITIVE_INFINITY), spark);
  }

  private flash(point: Point, { localNow, reducedMotion }: Moment): void {
    if (point.changedAt <= this.flashedAt) return;
    this.flashedAt = point.changedAt;
    if (reducedMotion || localNow - point.changedAt > FlashDuration || point.changedAt - point.previousChangeAt < FlashRest) return;
    this.value.element.animate([{ backgroundColor: 'var(--flash)' }, { backgroundColor: 'transparent' }], FlashDuration);
  }
}

const Nothing: NumberParts = { whole: '', fraction: '' };

/** Two parts side by side, so that the decimal points of all rows lie on one line. */
class NumberCell {
  readonly element: HTMLElement;
  private readonly whole = make('span', 'whole');
  private readonly fraction = make('span', 'fraction');

  constructor(className: string) {
    this.element = cell(className);
    this.element.append(this.whole, this.fraction);
  }

  set({ whole, fraction }: NumberParts): void {
    setText(this.whole, whole);
    setText(this.fraction, fraction);
  }
}

function cell(className: string): HTMLElement {
  return make('span', className, { role: 'gridcell' });
}
