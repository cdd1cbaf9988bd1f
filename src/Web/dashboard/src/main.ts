// Puts the parts together: the wire into the store, the store onto the screen once a frame.

import { Backfill } from './backfill';
import { ServerClock, browserClock } from './clock';
import { required, setText } from './dom';
import { formatCount, plural } from './format';
import { Header, Pace } from './header';
import { RequestFailure, failureWords, getDevices, getHistory, getProblems, getSeries, getStatus } from './http';
import { Link, type LinkState, type Socket } from './link';
import { outline } from './outline';
import { PlotPanel } from './plot-panel';
import type { Moment } from './point-row';
import { ProblemBar } from './problem-bar';
import { ProblemLooks, Problems, type ProblemKind } from './problems';
import { Store, sameDevices, type Point } from './store';
import { Table } from './table';
import { TrendSpan } from './trend';
import { MaximumPlotted, formatHash, parseHash } from './view';
import type { Device, ServerMessage, Sink } from './wire';
import './style.css';

const TickEvery = 500;
const DevicesEvery = 2000;
const StatusEvery = 5000;
const SettleAfter = 120;
/** While the list is scrolled: slow enough for the server, fast enough for the reader to find values. */
const WatchEvery = 250;
const RetryAfter = 3000;

const store = new Store();
const problems = new Problems();
const serverClock = new ServerClock();
const serverNow = (): number => serverClock.at(performance.now());
const collapsed = new Set<string>();
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
const filterBox = required<HTMLInputElement>('#filter');
const listNote = required('#list-note');

const pace = new Pace();
const header = new Header(() => link.retryNow());
const panel = new PlotPanel(store, serverNow, { changed: plotChanged });
const problemBar = new ProblemBar(pressProblem);
const table = new Table({ toggle, fold, scrolled: watchSoon }, (name) => panel.colourOf(name));
const backfill = new Backfill(
  (id) => getHistory(id, serverNow() - TrendSpan, serverNow(), 200),
  (id, history) => {
    store.backfill(id, history);
    requestDraw();
  },
);
const link = new Link(openSocket, browserClock, { state: linkChanged, message: receive, epoch: () => serverClock.reset() });

/** The problem that a point must have to be listed. */
let problem: ProblemKind | null = null;
let seriesFailure: string | null = null;
let seriesLoaded = false;
let loading = 0;
let newestFrame = 0;
let frameRequested = false;
let rowsStale = false;
let tickedAt = 0;
let watchTimer = 0;
let watchedAt = 0;
let hashTimer = 0;
let watched = '';

function openSocket(): Socket {
  const url = new URL('ws/echo', document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as Socket;
}

function receive(message: ServerMessage): void {
  if ('now' in message) serverClock.observe(message.now, performance.now());
  if (message.type === 'hello') void loadSeries();
  else if (message.type === 'series') {
    store.mergeSeries(message.series);
    panel.resolveNew(message.series.map((series) => series.name));
    rowsStale = true;
  } else if (message.type === 'samples') {
    pace.frame(message.skipped);
    newestFrame = message.now;
    panel.take(store.apply(message.samples, performance.now()));
  }
  requestDraw();
}

function linkChanged(state: LinkState): void {
  if (state.kind === 'connected') {
    watched = '';
    backfill.reset();
    void pollStatus();
  } else problems.known = false;
  problemBar.show(problems, problem);
  tickedAt = 0;
  requestDraw();
}

/** With each connection: another epoch has other ids, and the same one may have new series. */
async function loadSeries(): Promise<void> {
  const turn = ++loading;
  try {
    const [series, devices] = await Promise.all([getSeries(), getDevices()]);
    if (turn !== loading) return;
    store.replaceSeries(series);
    showDevices(devices);
    seriesFailure = null;
    seriesLoaded = true;
    panel.resolve();
    void pollProblems();
  } catch (error) {
    if (turn !== loading) return;
    seriesFailure = failureWords(error);
    window.setTimeout(() => turn === loading && void loadSeries(), RetryAfter);
    rowsStale = true;
  }
  requestDraw();
}

function showDevices(devices: readonly Device[]): void {
  store.devices = devices;
  header.noticeDevices(devices);
  rowsStale = true;
  requestDraw();
}

async function pollDevices(): Promise<void> {
  if (link.state.kind !== 'connected' || !seriesLoaded) return;
  try {
    const devices = await getDevices();
    // Only counters moved: ten thousand rows need not be laid out again for that.
    if (sameDevices(devices, store.devices)) store.devices.forEach((device, index) => Object.assign(device, devices[index]));
    else showDevices(devices);
  } catch {
    // The connection's own words tell what is wrong; the next poll asks again.
  }
}

async function pollProblems(): Promise<void> {
  if (link.state.kind !== 'connected' || !seriesLoaded) return;
  try {
    const changed = problems.replace(await getProblems());
    header.noticeProblems(problems.counts, performance.now());
    if (changed && problem !== null) rowsStale = true;
  } catch (error) {
    // A server that has no such answer is none to count by; what is only away for a moment keeps its last word.
    if (error instanceof RequestFailure && error.status === 404) problems.forget();
  }
  problemBar.show(problems, problem);
  requestDraw();
}

async function pollStatus(): Promise<void> {
  if (link.state.kind !== 'connected') return;
  let sinks: readonly Sink[] = [];
  let failure: string | null = null;
  try {
    const status = await getStatus();
    sinks = status.sinks;
    document.querySelector('h1')!.title = `version ${status.version}`;
  } catch (error) {
    failure = failureWords(error);
  }
  header.showSinks(sinks, failure);
}

function requestDraw(): void {
  if (frameRequested) return;
  frameRequested = true;
  requestAnimationFrame(draw);
}

function draw(localNow: number): void {
  frameRequested = false;
  const now = serverNow();
  const ticked = localNow - tickedAt >= TickEvery;
  if (ticked) tickedAt = localNow;
  const moment: Moment = { serverNow: now, localNow: performance.now(), reducedMotion: calm.matches, connected: link.state.kind === 'connected' };
  if (rowsStale) rebuildRows(moment);
  table.draw(store.takeChanges(), ticked, moment);
  panel.draw(localNow);
  header.showConnection(link.state, performance.now(), backfill.available);
  if (newestFrame > 0) pace.rendered(serverNow() - newestFrame);
  newestFrame = 0;
  pace.show(localNow, link.state.kind === 'connected', link.rejected + store.unknown, link.missed);
}

function rebuildRows(moment: Moment): void {
  rowsStale = false;
  const only = problem === null ? null : (point: Point): boolean => problems.of(point.series.id) === problem;
  const rows = outline({ devices: store.devices, points: store.points.values(), filter: filterBox.value, collapsed, only });
  table.set(rows, moment);
  showCount(rows.reduce((sum, row) => sum + (row.kind === 'device' ? row.points : 0), 0));
}

function showCount(points: number): void {
  const all = store.points.size;
  const words = points === all ? plural(all, 'point') : `${formatCount(points)} of ${plural(all, 'point')}`;
  setText(required('#count'), seriesLoaded ? `${words} on ${plural(store.devices.length, 'device')}` : '');
  const note = listWords(points);
  setText(listNote, note ?? '');
  listNote.hidden = note === null;
}

function listWords(points: number): string | null {
  if (seriesFailure) return `The points could not be read: ${seriesFailure}. Trying again.`;
  if (!seriesLoaded || points > 0) return null;
  if (problem !== null && filterBox.value === '') return `No point is ${ProblemLooks[problem].words} now. Press “${ProblemLooks[problem].words}” above again to list all points.`;
  if (store.points.size > 0) return `No point matches “${filterBox.value}”. Escape clears the filter.`;
  return 'No points yet: they appear here as soon as a device or an application sends one.';
}

function pressProblem(kind: ProblemKind): void {
  problem = problem === kind ? null : kind;
  problemBar.show(problems, problem);
  filterChanged();
}

function toggle(name: string): void {
  if (!panel.toggle(name)) setText(required('#hint'), `The plot holds ${MaximumPlotted} points: take one out first`);
}

function fold(device: string, open: boolean): void {
  if (open) collapsed.delete(device);
  else collapsed.add(device);
  rowsStale = true;
  requestDraw();
  keepHash();
}

function plotChanged(): void {
  setText(required('#hint'), 'Enter or click plots a point');
  table.recolour();
  requestDraw();
  watchSoon();
  keepHash();
}

/** Once the rows stand still, and now and then while they do not. */
function watchSoon(): void {
  window.clearTimeout(watchTimer);
  const due = watchedAt + WatchEvery - performance.now();
  watchTimer = window.setTimeout(watchNow, Math.max(0, Math.min(SettleAfter, due)));
}

function watchNow(): void {
  watchedAt = performance.now();
  if (!seriesLoaded) return;
  const ids = [...new Set([...table.inView(true), ...panel.ids])].sort((a, b) => a - b);
  const text = ids.join();
  if (text !== watched) {
    watched = text;
    link.watch(ids);
  }
  backfill.want(table.inView(false), ids);
}

function keepHash(): void {
  window.clearTimeout(hashTimer);
  hashTimer = window.setTimeout(() => {
    const view = { filter: filterBox.value, problem, plotted: panel.names, window: panel.window, range: panel.range, collapsed: [...collapsed] };
    history.replaceState(null, '', `${location.pathname}${location.search}${formatHash(view)}`);
  }, 250);
}

function applyHash(): void {
  const view = parseHash(location.hash);
  filterBox.value = view.filter;
  problem = view.problem;
  problemBar.show(problems, problem);
  collapsed.clear();
  for (const name of view.collapsed) collapsed.add(name);
  panel.show(view.plotted, view.window, view.range);
  rowsStale = true;
  requestDraw();
}

function filterChanged(): void {
  rowsStale = true;
  requestDraw();
  keepHash();
}

filterBox.addEventListener('input', filterChanged);
filterBox.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    filterBox.value = '';
    filterChanged();
  } else if (event.key === 'ArrowDown' || event.key === 'Enter') table.focus();
  else return;
  event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.isComposing || event.target === filterBox || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  filterBox.select();
});
window.addEventListener('hashchange', applyHash);
window.addEventListener('online', () => link.retryNow());
document.addEventListener('visibilitychange', () => document.hidden || link.retryNow());

applyHash();
window.setInterval(requestDraw, 100);
window.setInterval(() => void pollDevices(), DevicesEvery);
window.setInterval(() => void pollProblems(), DevicesEvery);
window.setInterval(() => void pollStatus(), StatusEvery);
link.start();
