// The virtual list: only rows in view exist in the document, whatever the number of points.

import { DeviceRow } from './device-row';
import { required, setAttribute } from './dom';
import { digitsOfResolution } from './format';
import { Layout } from './layout';
import type { Row } from './outline';
import { PointRow, type Moment } from './point-row';
import type { SparkLook } from './sparkline';

export interface TableEvents {
  /** A point is to enter or leave the plot. */
  toggle(name: string): void;
  /** A device is to open or close. */
  fold(device: string, open: boolean): void;
  /** Other rows came into view. */
  scrolled(): void;
}

/** Row heights in rem: the reader's text size moves them too. */
const Heights = { wide: { device: 2.5, detail: 0, point: 1.75 }, narrow: { device: 3.25, detail: 1.25, point: 3 } };
const SparkHeight = 1.375;
/** On a narrow page the trend has a place of its own in the second line, beside no column head. */
const NarrowSpark = { width: 7.5, height: 1 };
const Narrow = window.matchMedia('(max-width: 40rem)');
const Dark = window.matchMedia('(prefers-color-scheme: dark)');

type View = { kind: 'device'; view: DeviceRow } | { kind: 'point'; view: PointRow };

export class Table {
  private readonly scroller = required('#list');
  private readonly body = required('#rows');
  private readonly head = required('#list .head');
  private readonly sparkHead = required('#list .head .trend');
  private rows: readonly Row[] = [];
  private layout = new Layout([]);
  private readonly shown = new Map<string, View>();
  private readonly spare: { device: DeviceRow[]; point: PointRow[] } = { device: [], point: [] };
  private active: string | null = null;
  private indexOf = new Map<string, number>();
  private spark: SparkLook = { width: 0, height: 0, ink: '' };
  private moment: Moment = { serverNow: 0, localNow: 0, reducedMotion: false, connected: false };

  constructor(
    private readonly events: TableEvents,
    private readonly colourOf: (name: string) => string | null,
  ) {
    this.scroller.addEventListener('scroll', () => this.scroll(), { passive: true });
    this.scroller.addEventListener('keydown', (event) => this.key(event));
    this.body.addEventListener('click', (event) => this.click(event));
    Narrow.addEventListener('change', () => this.measure());
    Dark.addEventListener('change', () => this.look());
    new ResizeObserver(() => this.look()).observe(this.scroller);
  }

  set(rows: readonly Row[], moment: Moment): void {
    this.moment = moment;
    this.rows = rows;
    this.indexOf = new Map(rows.map((row, index) => [row.key, index]));
    if (this.active !== null && !this.indexOf.has(this.active)) this.active = null;
    setAttribute(this.scroller, 'aria-rowcount', String(rows.length + 1));
    this.scroller.style.setProperty('--fraction', `${fractionWidth(rows)}ch`);
    this.measure();
  }

  /** Rows whose series had news, and all rows when the clock moved on. */
  draw(changed: ReadonlySet<number>, ticked: boolean, moment: Moment): void {
    this.moment = moment;
    for (const entry of this.shown.values()) {
      if (entry.kind === 'point') {
        const news = changed.has(entry.view.point?.series.id ?? -1);
        if (news) entry.view.update(moment);
        if (ticked || (news && entry.view.ageless)) entry.view.tick(moment, this.spark);
      } else if (ticked) entry.view.tick(moment);
    }
  }

  /** Ids of the points in view, and of a viewport's height above and below, so that scrolling finds values. */
  inView(withMargin: boolean): number[] {
    const { first, end } = this.range(withMargin ? this.scroller.clientHeight : 0);
    const ids: number[] = [];
    for (const row of this.rows.slice(first, end)) if (row.kind === 'point') ids.push(row.point.series.id);
    return ids;
  }

  recolour(): void {
    for (const { kind, view } of this.shown.values()) if (kind === 'point') view.select(this.colourOf(view.point!.series.name));
  }

  focus(): void {
    this.scroller.focus();
    if (this.active === null) this.move(0);
  }

  private measure(): void {
    const heights = Narrow.matches ? Heights.narrow : Heights.wide;
    const rem = this.rem;
    this.layout = new Layout(this.rows.map((row) => Math.round(rem * (heights[row.kind] + (isDetailed(row) ? heights.detail : 0)))));
    this.body.style.height = `${this.layout.height}px`;
    this.render(true);
    this.events.scrolled();
  }

  /** Other size or theme. */
  private look(): void {
    const ink = getComputedStyle(document.documentElement).getPropertyValue('--spark').trim();
    const rem = this.rem;
    this.spark = Narrow.matches
      ? { width: NarrowSpark.width * rem, height: NarrowSpark.height * rem, ink }
      : { width: this.sparkHead.getBoundingClientRect().width, height: SparkHeight * rem, ink };
    this.scroll();
  }

  private get rem(): number {
    return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  private scroll(): void {
    this.render(false);
    this.events.scrolled();
  }

  private range(margin: number): { first: number; end: number } {
    return this.layout.range(this.scroller.scrollTop, this.viewport, margin);
  }

  private get viewport(): number {
    return Math.max(0, this.scroller.clientHeight - this.head.offsetHeight);
  }

  private render(rebind: boolean): void {
    const { first, end } = this.range(160);
    const wanted = new Set<string>();
    for (let index = first; index < end; index++) wanted.add(this.rows[index]!.key);
    for (const [key, entry] of this.shown) {
      if (wanted.has(key)) continue;
      this.shown.delete(key);
      if (entry.kind === 'point') this.spare.point.push(entry.view);
      else this.spare.device.push(entry.view);
    }
    for (let index = first; index < end; index++) this.place(this.rows[index]!, index, rebind);
    for (const view of [...this.spare.point, ...this.spare.device]) view.element.remove();
    this.markActive();
  }

  private place(row: Row, index: number, rebind: boolean): void {
    const held = this.shown.get(row.key);
    const entry = held ?? this.takeSpare(row);
    if (!held || rebind) {
      if (!held) this.shown.set(row.key, entry);
      if (row.kind === 'point' && entry.kind === 'point') {
        entry.view.bind(row.point);
        entry.view.select(this.colourOf(row.point.series.name));
        entry.view.update(this.moment);
        entry.view.tick(this.moment, this.spark);
      } else if (row.kind === 'device' && entry.kind === 'device') {
        entry.view.bind(row);
        entry.view.tick(this.moment);
      }
    }
    const element = entry.view.element;
    element.id = `row-${index}`;
    setAttribute(element, 'aria-rowindex', String(index + 2));
    element.style.transform = `translateY(${this.layout.top(index)}px)`;
    if (!element.isConnected) this.body.append(element);
  }

  private takeSpare(row: Row): View {
    return row.kind === 'point'
      ? { kind: 'point', view: this.spare.point.pop() ?? new PointRow() }
      : { kind: 'device', view: this.spare.device.pop() ?? new DeviceRow() };
  }

  private click(event: MouseEvent): void {
    const element = (event.target as Element).closest<HTMLElement>('.row');
    const index = Number(element?.id.slice('row-'.length));
    const row = this.rows[index];
    if (!row) return;
    this.active = row.key;
    this.markActive();
    this.act(row);
  }

  private act(row: Row): void {
    if (row.kind === 'device') this.events.fold(row.name, !row.open);
    else this.events.toggle(row.point.series.name);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || this.rows.length === 0) return;
    const index = this.active === null ? -1 : (this.indexOf.get(this.active) ?? -1);
    const row = this.rows[index];
    const page = Math.max(1, Math.floor(this.viewport / (this.layout.height / this.rows.length)) - 1);
    switch (event.key) {
      case 'ArrowDown': this.move(index + 1); break;
      case 'ArrowUp': this.move(index - 1); break;
      case 'PageDown': this.move(index + page); break;
      case 'PageUp': this.move(index - page); break;
      case 'Home': this.move(0); break;
      case 'End': this.move(this.rows.length - 1); break;
      case 'ArrowRight': if (row?.kind === 'device' && !row.open) this.act(row); break;
      case 'ArrowLeft': this.leave(row, index); break;
      case 'Enter':
      case ' ': if (row) this.act(row); break;
      default: return;
    }
    event.preventDefault();
  }

  /** Left closes a device, and goes from a point up to its device. */
  private leave(row: Row | undefined, index: number): void {
    if (row?.kind === 'device' && row.open) this.act(row);
    else if (row?.kind === 'point') {
      let above = index;
      while (above > 0 && this.rows[above]!.kind !== 'device') above--;
      this.move(above);
    }
  }

  private move(index: number): void {
    const row = this.rows[Math.min(this.rows.length - 1, Math.max(0, index))];
    if (!row) return;
    this.active = row.key;
    this.scroller.scrollTop = this.layout.reveal(this.indexOf.get(row.key)!, this.scroller.scrollTop, this.viewport);
    this.render(false);
  }

  private markActive(): void {
    for (const [key, { view }] of this.shown) view.element.classList.toggle('active', key === this.active);
    const shown = this.active === null ? undefined : this.shown.get(this.active);
    if (shown) setAttribute(this.scroller, 'aria-activedescendant', shown.view.element.id);
    else this.scroller.removeAttribute('aria-activedescendant');
  }
}

/** On a narrow page the reason why a device is not connected has a line of its own. */
function isDetailed(row: Row): boolean {
  return row.kind === 'device' && row.device?.detail != null;
}

/** Room right of the decimal point for the finest resolution in the list; four digits where none is given. */
function fractionWidth(rows: readonly Row[]): number {
  let digits = 1;
  for (const row of rows) {
    if (row.kind !== 'point' || row.point.series.states) continue;
    const { resolution } = row.point.series;
    digits = Math.max(digits, resolution === null ? 4 : digitsOfResolution(resolution));
  }
  return Math.min(6, digits) + 1;
}
