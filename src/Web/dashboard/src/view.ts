// What a link keeps: filter, problem looked at, plotted series by name, the window or the zoomed range, collapsed devices.

import { ProblemKinds, type ProblemKind } from './problems';

export interface View {
  filter: string;
  /** Only points with this problem are listed; null lists all. */
  problem: ProblemKind | null;
  plotted: string[];
  /** Length of the live window in seconds. */
  window: number;
  /** A range that was zoomed or panned to, in ms since 1970; null follows the live edge. */
  range: { from: number; to: number } | null;
  collapsed: string[];
}

export const WindowPresets: readonly { label: string; seconds: number }[] = [
  { label: '1 min', seconds: 60 },
  { label: '5 min', seconds: 300 },
  { label: '15 min', seconds: 900 },
  { label: '1 h', seconds: 3600 },
  { label: '24 h', seconds: 86_400 },
];

export const MaximumPlotted = 8;

export function emptyView(): View {
  return { filter: '', problem: null, plotted: [], window: 300, range: null, collapsed: [] };
}

export function formatHash(view: View): string {
  const fields = new URLSearchParams();
  if (view.filter !== '') fields.set('filter', view.filter);
  if (view.problem) fields.set('problem', view.problem);
  for (const name of view.plotted) fields.append('plot', name);
  if (view.window !== emptyView().window) fields.set('window', String(view.window));
  if (view.range) {
    fields.set('from', String(Math.round(view.range.from)));
    fields.set('to', String(Math.round(view.range.to)));
  }
  for (const name of view.collapsed) fields.append('closed', name);
  const text = fields.toString();
  return text === '' ? '' : `#${text}`;
}

/** Whatever somebody typed gives a view; what makes no sense is left out. */
export function parseHash(hash: string): View {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const window = Number(fields.get('window'));
  const from = Number(fields.get('from') ?? Number.NaN);
  const to = Number(fields.get('to') ?? Number.NaN);
  return {
    filter: fields.get('filter') ?? '',
    problem: ProblemKinds.find((kind) => kind === fields.get('problem')) ?? null,
    plotted: [...new Set(fields.getAll('plot'))].slice(0, MaximumPlotted),
    window: WindowPresets.some((preset) => preset.seconds === window) ? window : emptyView().window,
    range: Number.isFinite(from) && Number.isFinite(to) && from < to ? { from, to } : null,
    collapsed: [...new Set(fields.getAll('closed'))],
  };
}
