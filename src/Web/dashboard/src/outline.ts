// The list as it is read: devices first, the points under each, what the filter leaves, what is collapsed.

import type { Point } from './store';
import type { Device, Series } from './wire';

export type Row =
  | { kind: 'device'; key: string; name: string; device: Device | null; points: number; total: number; open: boolean }
  | { kind: 'point'; key: string; point: Point };

export interface OutlineInput {
  devices: readonly Device[];
  points: Iterable<Point>;
  filter: string;
  collapsed: ReadonlySet<string>;
  /** Further leaves only these points; null leaves all. */
  only: ((point: Point) => boolean) | null;
}

/** Points whose device nobody listed, calculated ones for instance. */
export const NoDevice = 'other points';

export function outline({ devices, points, filter, collapsed, only }: OutlineInput): Row[] {
  const groups = new Map<string, { device: Device | null; points: Point[] }>();
  for (const device of devices) groups.set(device.name, { device, points: [] });
  for (const point of points) {
    const name = point.series.device ?? NoDevice;
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { device: null, points: [] }));
    group.points.push(point);
  }

  const words = filterWords(filter);
  const rows: Row[] = [];
  for (const [name, { device, points: all }] of groups) {
    const kept = words.length === 0 && only === null ? all : all.filter((point) => matches(point, words) && (only === null || only(point)));
    if (kept.length === 0 && (only !== null || (words.length > 0 && !includesAll(name.toLowerCase(), words)))) continue;
    const open = !collapsed.has(name);
    rows.push({ kind: 'device', key: `device ${name}`, name, device, points: kept.length, total: all.length, open });
    if (open) for (const point of kept) rows.push({ kind: 'point', key: point.series.name, point });
  }
  return rows;
}

/** Each word must occur, in any order, in name, description, unit, tags or device. */
export function filterWords(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
}

function matches(point: Point, words: readonly string[]): boolean {
  return includesAll(searchText(point.series), words);
}

/** Kept, since each key typed asks ten thousand series again. */
const searchTexts = new WeakMap<Series, string>();

function searchText(series: Series): string {
  let text = searchTexts.get(series);
  if (text === undefined) {
    const { name, description, unit, tags, device } = series;
    text = [name, description ?? '', unit ?? '', device ?? '', ...Object.entries(tags).flat()].join(' ').toLowerCase();
    searchTexts.set(series, text);
  }
  return text;
}

function includesAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}
