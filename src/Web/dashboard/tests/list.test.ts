import { describe, expect, it } from 'vitest';
import { Layout } from '../src/layout';
import { NoDevice, outline, type Row } from '../src/outline';
import { Point } from '../src/store';
import type { Device } from '../src/wire';
import { series } from './samples';

describe('layout', () => {
  const layout = new Layout([40, 28, 28, 40, 28]);

  it('knows where rows of different heights lie', () => {
    expect([0, 1, 2, 3, 4].map((row) => layout.top(row))).toEqual([0, 40, 68, 96, 136]);
    expect(layout.height).toBe(164);
  });

  it('finds the row at a distance, held within the list', () => {
    expect([-5, 0, 39, 40, 95, 96, 163, 999].map((y) => layout.rowAt(y))).toEqual([0, 0, 0, 1, 2, 3, 4, 4]);
    expect(new Layout([]).rowAt(10)).toBe(-1);
  });

  it('gives the rows that touch the viewport', () => {
    expect(layout.range(0, 40, 0)).toEqual({ first: 0, end: 1 });
    expect(layout.range(40, 57, 0)).toEqual({ first: 1, end: 4 });
    expect(layout.range(68, 28, 30)).toEqual({ first: 0, end: 4 });
    expect(layout.range(0, 1000, 500)).toEqual({ first: 0, end: 5 });
    expect(new Layout([]).range(0, 100, 0)).toEqual({ first: 0, end: 0 });
  });

  it('shows only a screenful of ten thousand rows', () => {
    const { first, end } = new Layout(new Array(10_000).fill(28)).range(140_000, 560, 160);

    expect(first).toBe(4994);
    expect(end - first).toBeLessThan(35);
  });

  it('scrolls no further than it must to reveal a row', () => {
    expect(layout.reveal(0, 50, 60)).toBe(0);
    expect(layout.reveal(2, 50, 60)).toBe(50);
    expect(layout.reveal(4, 50, 60)).toBe(104);
  });
});

describe('outline', () => {
  const device = (name: string): Device => ({
    name, protocol: 'modbus', target: '', state: 'connected', since: null, detail: null, polls: 0, failures: 0, period: null, series: [],
  });
  const points = [
    series({ id: 1, name: 'f1.power' }),
    series({ id: 2, name: 'f1.voltage', unit: 'V' }),
    series({ id: 3, name: 'f2.power', device: 'feeder-2', tags: { site: 'south' } }),
    series({ id: 4, name: 'sum', device: null }),
  ].map((entry) => new Point(entry));
  const read = (filter: string, collapsed: string[] = [], only: ((point: Point) => boolean) | null = null): string[] =>
    outline({ devices: [device('feeder-1'), device('feeder-2'), device('idle')], points, filter, collapsed: new Set(collapsed), only }).map(describeRow);

  it('has devices first, their points below, points without device last', () => {
    expect(read('')).toEqual(['[feeder-1 2/2]', 'f1.power', 'f1.voltage', '[feeder-2 1/1]', 'f2.power', '[idle 0/0]', `[${NoDevice} 1/1]`, 'sum']);
  });

  it('keeps what has every word of the filter, in any order and case', () => {
    expect(read('POWER')).toEqual(['[feeder-1 1/2]', 'f1.power', '[feeder-2 1/1]', 'f2.power']);
    expect(read('south power')).toEqual(['[feeder-2 1/1]', 'f2.power']);
    expect(read('nothing')).toEqual([]);
  });

  it('keeps a device that is meant itself', () => {
    expect(read('idle')).toEqual(['[idle 0/0]']);
  });

  it('keeps only the points that are asked for, with their devices, and of these what the filter leaves', () => {
    const only = (point: Point): boolean => point.series.id > 1;
    expect(read('', [], only)).toEqual(['[feeder-1 1/2]', 'f1.voltage', '[feeder-2 1/1]', 'f2.power', `[${NoDevice} 1/1]`, 'sum']);
    expect(read('power', [], only)).toEqual(['[feeder-2 1/1]', 'f2.power']);
    expect(read('idle', [], only)).toEqual([]);
  });

  it('folds a device', () => {
    expect(read('', ['feeder-1'])[1]).toBe('[feeder-2 1/1]');
  });
});

function describeRow(row: Row): string {
  return row.kind === 'device' ? `[${row.name} ${row.points}/${row.total}]` : row.point.series.name;
}
