// The plot with its tools: which points, which range, the history behind them, and words when there is nothing to draw.

import { download, formatCsv } from './csv';
import { make, required, setAttribute, setText } from './dom';
import { formatClock, formatDate } from './format';
import { bindGestures } from './gestures';
import { failureWords, getHistory } from './http';
import { Plot } from './plot';
import { PlotLegend, type LegendLine } from './plot-legend';
import { lineNote, rangeWords, type Line } from './plot-line';
import { pan, withMargin, zoom, type Span } from './range';
import type { Point, Store } from './store';
import { Trace, align } from './trace';
import { MaximumPlotted, WindowPresets } from './view';
import type { Sample } from './wire';

export interface PlotPanelEvents {
  /** Points, window or range are others: the link and what is watched change too. */
  changed(): void;
}

const RetryAfter = 10_000;
const LoadDelay = 150;

export class PlotPanel {
  window = 300;
  /** Null follows the live edge. */
  range: Span | null = null;

  private lines: Line[] = [];
  private readonly panel = required('#plot-panel');
  private readonly note = required('#plot-note');
  private readonly rangeText = required('#plot-range');
  private readonly liveButton = required('#live');
  private readonly host = required('#plot');
  private readonly plot: Plot;
  private readonly legend: PlotLegend;
  private readonly presets: HTMLElement[];
  private cursor: number | null = null;
  private dirty = true;
  private drawnAt = 0;
  private failedAt = 0;
  private loadTimer = 0;

  constructor(
    private readonly store: Store,
    private readonly serverNow: () => number,
    private readonly events: PlotPanelEvents,
  ) {
    this.plot = new Plot(this.host, {
      selected: (range) => this.look(range),
      cursor: (time) => this.point(time),
    });
    this.legend = new PlotLegend(required('#plot-legend'), (name) => this.toggle(name));
    this.presets = WindowPresets.map(({ label, seconds }) => this.presetButton(label, seconds));
    required('#windows').append(...this.presets);
    this.liveButton.addEventListener('click', () => this.follow());
    required('#plot-clear').addEventListener('click', () => this.show([], this.window, null));
    required('#export').addEventListener('click', () => this.export());
    bindGestures(this.host, () => this.plot.area, {
      pan: (fraction) => this.look(pan(this.span(), fraction)),
      zoom: (factor, at) => this.look(zoom(this.span(), factor, at)),
      live: () => this.follow(),
    });
  }

  get names(): string[] {
    return this.lines.map((line) => line.name);
  }

  get ids(): number[] {
    return this.lines.flatMap((line) => (line.point ? [line.point.series.id] : []));
  }

  colourOf(name: string): string | null {
    const line = this.lines.find((held) => held.name === name);
    return line ? `var(${Plot.inkOf(line.slot)})` : null;
  }

  /** False when the plot is full. */
  toggle(name: string): boolean {
    const held = this.names;
    if (held.includes(name)) this.show(held.filter((other) => other !== name), this.window, this.range);
    else if (held.length >= MaximumPlotted) return false;
    else this.show([...held, name], this.window, this.range);
    return true;
  }

  show(names: readonly string[], window: number, range: Span | null): void {
    const moved = window !== this.window || range?.from !== this.range?.from || range?.to !== this.range?.to;
    this.window = window;
    this.range = range;
    const kept = this.lines.filter((line) => names.includes(line.name));
    for (const line of this.lines) if (!kept.includes(line)) line.request?.abort();
    this.lines = kept;
    const fresh = names.filter((name) => !this.names.includes(name)).map((name) => this.add(name));
    this.rebuild();
    for (const line of moved ? this.lines : fresh) void this.load(line);
    this.events.changed();
  }

  /** Series came, went or changed their ids. */
  resolve(): void {
    for (const line of this.lines) {
      const point = this.store.find(line.name) ?? null;
      if (point !== line.point) {
        line.point = point;
        line.trace = new Trace(point?.series.period ?? null);
      }
    }
    this.rebuild();
    this.reload();
  }

  /** Announced while the page is open: only lines that waited for them or show their unit are concerned. */
  resolveNew(names: readonly string[]): void {
    if (this.lines.some((line) => names.includes(line.name))) this.resolve();
  }

  /** Asks for the history again, for what a lost connection missed for instance. */
  reload(): void {
    for (const line of this.lines) void this.load(line);
  }

  take(samples: readonly Sample[]): void {
    if (this.lines.length === 0 || this.range) return;
    for (const line of this.lines) {
      const id = line.point?.series.id;
      for (const sample of samples) if (sample.id === id) line.trace.push(sample);
      if (line.trace.overdue && line.state === 'loaded') void this.load(line);
    }
    this.dirty = true;
  }

  draw(localNow: number): void {
    if (this.lines.length === 0) return;
    const pixel = (this.window * 1000) / this.plot.width;
    const due = this.range === null && localNow - this.drawnAt >= Math.min(1000, Math.max(100, pixel));
    if (!due && !(this.dirty && this.range)) return;
    this.drawnAt = localNow;
    this.dirty = false;
    const span = this.span();
    this.plot.draw(align(this.lines.map((line) => line.trace), span.from, span.to, this.serverNow()), span);
    this.describe(span);
    if (this.failedAt > 0 && localNow - this.failedAt > RetryAfter) this.retry();
  }

  private span(): Span {
    if (this.range) return this.range;
    const to = Math.round(this.serverNow());
    return { from: to - this.window * 1000, to };
  }

  /** Holds a range that was drawn, panned or zoomed to. */
  private look(range: Span): void {
    if (this.lines.length === 0) return;
    this.range = { from: Math.round(range.from), to: Math.round(range.to) };
    this.dirty = true;
    this.showTools();
    window.clearTimeout(this.loadTimer);
    // Not at each step of a wheel.
    this.loadTimer = window.setTimeout(() => {
      this.reload();
      this.events.changed();
    }, LoadDelay);
  }

  private follow(): void {
    this.show(this.names, this.window, null);
  }

  private point(time: number | null): void {
    this.cursor = time;
    this.describe(this.span());
  }

  private add(name: string): Line {
    const point = this.store.find(name) ?? null;
    let slot = 0;
    while (this.lines.some((line) => line.slot === slot)) slot++;
    const line: Line = { name, slot, point, trace: new Trace(point?.series.period ?? null), state: 'loading', request: null };
    this.lines.push(line);
    return line;
  }

  private rebuild(): void {
    this.panel.hidden = this.lines.length === 0;
    this.plot.set(this.lines.map(({ point, slot }) => ({ series: point?.series ?? null, slot })));
    this.legend.set(this.legendLines());
    this.showTools();
    this.drawnAt = 0;
    this.dirty = true;
  }

  private async load(line: Line): Promise<void> {
    line.request?.abort();
    if (!line.point) return;
    const request = (line.request = new AbortController());
    line.state = 'loading';
    const { from, to } = withMargin(this.span(), line.point.series.period);
    const points = Math.min(4000, Math.max(400, 2 * this.plot.width));
    try {
      const history = await getHistory(line.point.series.id, from, to, points, request.signal);
      line.trace.load(history, points, this.range === null);
      line.state = 'loaded';
    } catch (error) {
      if (request.signal.aborted) return;
      line.state = { failure: failureWords(error) };
      this.failedAt = performance.now();
    }
    this.drawnAt = 0;
    this.dirty = true;
  }

  private retry(): void {
    this.failedAt = 0;
    for (const line of this.lines) if (typeof line.state === 'object') void this.load(line);
  }

  private describe(span: Span): void {
    this.legend.update(this.legendLines());
    setText(this.rangeText, this.cursor === null ? rangeWords(span) : `${formatDate(this.cursor)} ${formatClock(this.cursor, true)}`);
    const notes = this.lines.map((line) => lineNote(line, span, this.serverNow(), this.range === null)).filter((words) => words !== null);
    setText(this.note, notes.join(' '));
    this.note.hidden = notes.length === 0;
  }

  private legendLines(): LegendLine[] {
    return this.lines.map(({ name, slot, point, trace }, index) => ({
      name,
      slot,
      unit: point?.series.unit ?? null,
      digits: point?.digits ?? 0,
      states: point?.series.states ?? null,
      ownScale: this.plot.scales[index]?.side === null,
      known: point !== null,
      sample: this.readOut(trace, point),
    }));
  }

  /** Under the cursor, else at the right edge: of a range of the past, or now. */
  private readOut(trace: Trace, point: Point | null): LegendLine['sample'] {
    const time = this.cursor ?? this.range?.to ?? null;
    if (time === null) return point?.seen ? { value: point.shown.value, quality: point.quality, held: point.shown.held || point.isStale(this.serverNow()) } : null;
    const index = trace.at(time);
    return index === null ? null : { value: trace.values[index]!, quality: trace.qualities[index]!, held: false };
  }

  private showTools(): void {
    setAttribute(this.liveButton, 'aria-pressed', String(this.range === null));
    this.presets.forEach((button, index) => {
      const chosen = this.range === null && WindowPresets[index]!.seconds === this.window;
      setAttribute(button, 'aria-pressed', String(chosen));
    });
  }

  private presetButton(label: string, seconds: number): HTMLElement {
    const button = make('button', '', { type: 'button', 'aria-pressed': 'false' });
    button.textContent = label;
    button.addEventListener('click', () => this.show(this.names, seconds, null));
    return button;
  }

  private export(): void {
    const { from, to } = this.span();
    const columns = this.lines.flatMap(({ point, trace }) => (point ? [{ series: point.series, trace }] : []));
    const reduced = this.lines.some((line) => line.trace.reduced) ? '-reduced' : '';
    const stamp = new Date(to).toISOString().slice(0, 19).replaceAll(':', '');
    download(`busbar-${stamp}${reduced}.csv`, formatCsv(columns, from, to));
  }
}
