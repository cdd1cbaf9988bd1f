// One row of the list: a point with its value, quality, age and trend.

import { make, makeMark, setAttribute, setMark, setText, setTitle } from './dom';
import { NoValue, formatAge, formatNumber, formatValue, type NumberParts } from './format';
import { ageSentence, pointWords, spokenValue } from './point-words';
import { drawSparkline, type SparkLook } from './sparkline';
import { StalePeriods, type Point } from './store';

/** What all rows of one drawn frame share. */
export interface Moment {
  serverNow: number;
  localNow: number;
  reducedMotion: boolean;
  /** False while what is shown is what was known last. */
  connected: boolean;
}

const FlashDuration = 300;
/** A value that changes with every poll would glow all the time: the flash is for a change that could be overlooked. */
const FlashRest = 1500;

let rowsMade = 0;

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
  private readonly nameCell: HTMLElement;
  private readonly trend: HTMLElement;
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
    this.nameCell = name;
    this.trend = trend;
    this.describe();
  }

  /** A row is named by its point alone: a name that moved with the value would be spoken again with each sample. */
  private describe(): void {
    const number = rowsMade++;
    const parts = { name: this.nameCell, value: this.value.element, quality: this.quality, age: this.age };
    for (const [part, element] of Object.entries(parts)) element.id = `point-${number}-${part}`;
    this.element.setAttribute('aria-labelledby', this.nameCell.id);
    this.element.setAttribute('aria-describedby', [parts.value.id, parts.quality.id, parts.age.id].join(' '));
  }

  /** Before its first sample was drawn: what moves by itself need not wait for the clock then. */
  get ageless(): boolean {
    return this.age.textContent === NoValue;
  }

  bind(point: Point): void {
    this.point = point;
    this.flashedAt = point.changedAt;
    const { name, device, unit, description, tags } = point.series;
    const prefixed = device !== null && name.startsWith(`${device}.`);
    setText(this.prefix, prefixed ? `${device}.` : '');
    setText(this.ownName, prefixed ? name.slice(device.length + 1) : name);
    const tagWords = Object.entries(tags).map(([key, value]) => `${key}=${value}`).join(' ');
    setTitle(this.nameCell, [name, description, tagWords].filter(Boolean).join('\n'));
    setAttribute(this.nameCell, 'aria-label', name);
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
    const { value, held } = point.shown;
    const parts = formatValue(value, point.digits, point.series.states);
    this.value.set(parts, spokenValue(parts, point.series.unit, held));
    this.element.classList.toggle('held', held);
    this.judge(point, moment);
    this.flash(point, moment);
  }

  /** Moves with the clock too: silence makes a value stale. */
  private judge(point: Point, { serverNow }: Moment): void {
    const words = pointWords(point, serverNow);
    setAttribute(this.quality, 'data-severity', words.severity);
    setMark(this.mark, words.mark);
    setText(this.word, words.word);
    setTitle(this.quality, words.sentence);
    setAttribute(this.element, 'data-severity', words.severity);
    this.element.classList.toggle('stale', point.isStale(serverNow));
  }

  /** What moves by itself: age, extremes, trend. */
  tick(moment: Moment, spark: SparkLook): void {
    const point = this.point;
    if (!point) return;
    const { serverNow } = moment;
    const { period, states, unit } = point.series;
    this.judge(point, moment);
    setText(this.age, point.seen ? formatAge(serverNow - point.shown.time) : NoValue);
    setTitle(this.age, ageSentence(point));

    const extremes = states ? null : (point.trend?.extremes(serverNow) ?? null);
    this.low.set(extremes ? formatNumber(extremes.low, point.digits) : Nothing);
    this.high.set(extremes ? formatNumber(extremes.high, point.digits) : Nothing);
    // Where the page is too narrow for the two columns.
    setTitle(this.trend, extremes ? `last 5 min: ${this.low.text} to ${this.high.text} ${unit ?? ''}`.trimEnd() : '');
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

  get text(): string {
    return this.element.textContent ?? '';
  }

  /** Two boxes on screen, one number to a screen reader. */
  set({ whole, fraction }: NumberParts, spoken = whole + fraction): void {
    setText(this.whole, whole);
    setText(this.fraction, fraction);
    setAttribute(this.element, 'aria-label', spoken);
  }
}

function cell(className: string): HTMLElement {
  return make('span', className, { role: 'gridcell' });
}
