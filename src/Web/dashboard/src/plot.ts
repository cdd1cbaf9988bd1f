// uPlot with our axes, inks and rules: stepped states, two axes at most, 24-hour clock, no legend of its own.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { assignScales, labelSpace, timeLabels, type ScaleUse } from './axes';
import { digitsOfResolution } from './format';
import type { Span } from './range';
import type { Columns } from './trace';
import type { Series } from './wire';

export interface PlottedSeries {
  /** Null for a name that no series bears. */
  series: Series | null;
  /** Decides ink and dash. */
  slot: number;
}

export interface PlotEvents {
  /** A range was drawn with the mouse. */
  selected(range: Span): void;
  /** The time under the cursor, or null. */
  cursor(time: number | null): void;
}

/** Ink and dash: the dash tells lines apart where the hue does not. */
const Inks = ['--line-1', '--line-2', '--line-3', '--line-4'];
const Dashes: number[][] = [[], [6, 4]];

export class Plot {
  scales: ScaleUse[] = [];
  private chart: uPlot | null = null;
  private span: Span = { from: 0, to: 1 };

  constructor(
    private readonly host: HTMLElement,
    private readonly events: PlotEvents,
  ) {
    new ResizeObserver(() => this.chart?.setSize(this.size())).observe(host);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.chart?.redraw(false, true));
  }

  /** The drawing area, for gestures. */
  get area(): Element | null {
    return this.chart?.over ?? null;
  }

  get width(): number {
    return Math.max(100, this.host.clientWidth);
  }

  static inkOf(slot: number): string {
    return Inks[slot % Inks.length]!;
  }

  static isDashed(slot: number): boolean {
    return Math.floor(slot / Inks.length) % Dashes.length > 0;
  }

  /** Other series: uPlot is made anew, which costs less than keeping two descriptions in step. */
  set(list: readonly PlottedSeries[]): void {
    this.chart?.destroy();
    this.chart = null;
    this.scales = assignScales(list.map(({ series }) => series));
    if (list.length === 0) return;
    const empty: Columns = [[], ...list.map(() => [])];
    this.chart = new uPlot(this.options(list), empty as uPlot.AlignedData, this.host);
  }

  draw(columns: Columns, span: Span): void {
    this.span = span;
    const chart = this.chart;
    if (!chart) return;
    chart.batch(() => {
      chart.setData(columns as uPlot.AlignedData, false);
      chart.setScale('x', { min: span.from, max: span.to });
    });
  }

  private options(list: readonly PlottedSeries[]): uPlot.Options {
    const scales: uPlot.Scales = { x: { time: true, auto: false, range: () => [this.span.from, this.span.to] } };
    for (const use of this.scales) scales[use.scale] = { auto: true, range: (_, low, high) => valueRange(use, low, high) };
    return {
      ...this.size(),
      ms: 1,
      // On the right, half of a time label that stands at the edge.
      padding: [8, this.scales.some((use) => use.side === 'right') ? 0 : 30, 0, 0],
      legend: { show: false },
      scales,
      axes: [this.timeAxis(), ...this.valueAxes()],
      series: [
        {},
        ...list.map(({ series, slot }, index): uPlot.Series => ({
          scale: this.scales[index]!.scale,
          stroke: () => ink(Plot.inkOf(slot)),
          width: 1.25,
          dash: Dashes[Plot.isDashed(slot) ? 1 : 0]!,
          spanGaps: false,
          points: { size: 4 },
          ...(series?.states ? { paths: uPlot.paths.stepped!({ align: 1 }), gaps: widenGaps } : {}),
        })),
      ],
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 }, focus: { prox: -1 } },
      hooks: {
        setSelect: [(chart) => this.select(chart)],
        setCursor: [(chart) => this.events.cursor((chart.cursor.left ?? -1) < 0 ? null : chart.posToVal(chart.cursor.left!, 'x'))],
      },
    };
  }

  private select(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 4) return;
    this.events.selected({ from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') });
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  private timeAxis(): uPlot.Axis {
    return {
      ...axisLook(),
      space: (_, __, from, to, width) => labelSpace((to - from) / width),
      size: 40,
      values: (_, splits, __, ___, step) => timeLabels(splits, step),
    };
  }

  private valueAxes(): uPlot.Axis[] {
    const uses = [...new Map(this.scales.map((use) => [use.scale, use])).values()].filter((use) => use.side !== null);
    return uses.map((use) => ({
      ...axisLook(),
      scale: use.scale,
      side: use.side === 'left' ? 3 : 1,
      space: (_, __, ___, ____, height) => (height > 350 ? 44 : 28),
      size: (_, values) => 18 + 7 * Math.max(4, ...(values ?? []).map((value) => value.length)),
      ...(use.side === 'right' ? { grid: { show: false } } : {}),
      ...(use.unit ? { label: use.unit, labelSize: 18, labelFont: AxisFont, labelGap: 0 } : {}),
      ...(use.states
        ? { incrs: [1], values: (_: uPlot, splits: number[]) => splits.map((split) => use.states?.[split] ?? '') }
        : { values: (_: uPlot, splits: number[], __: number, ___: number, step: number) => splits.map((split) => split.toFixed(digitsOfResolution(step))) }),
    }));
  }

  private size(): { width: number; height: number } {
    return { width: this.width, height: Math.max(120, this.host.clientHeight) };
  }
}

const AxisFont = '12px system-ui, sans-serif';

function axisLook(): uPlot.Axis {
  return {
    stroke: () => ink('--dim'),
    font: AxisFont,
    grid: { stroke: () => ink('--rule'), width: 1 },
    ticks: { stroke: () => ink('--rule'), width: 1, size: 4 },
  };
}

/** The riser at the far edge of a gap is a pixel wide: without this its half would show. */
function widenGaps(_: uPlot, __: number, ___: number, ____: number, gaps: uPlot.Series.Gaps): uPlot.Series.Gaps {
  return gaps.map(([from, to]) => [from, to + 2 * window.devicePixelRatio]);
}

/** Room above and below; a flat line stands in the middle, states each on their own line. */
function valueRange(use: ScaleUse, low: number | null, high: number | null): [number, number] {
  if (use.states) return [-0.2, use.states.length - 0.8];
  if (low === null || high === null) return [0, 1];
  const room = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.01, 0.5);
  return [low - room, high + room];
}

function ink(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
