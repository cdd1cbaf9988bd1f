// The head of the page: connection, plant, sinks in trouble, the page's own pace. Also what is said aloud.

import { connectionWords } from './connection-words';
import { make, makeMark, required, setAttribute, setMark, setText } from './dom';
import { formatAge, formatCount, plural } from './format';
import type { LinkState } from './link';
import { ProblemLooks, alarmsOf, type ProblemCounts, type ProblemKind } from './problems';
import type { Device, DeviceState, Sink, SinkState } from './wire';

/** A count that comes and goes is not told each time. */
const AlarmRest = 30_000;

const Marks = { connecting: 'busy', connected: 'connected', back: 'connected', lost: 'bad' } as const;

export class Header {
  private readonly connection = required('#connection');
  private readonly mark = required<SVGSVGElement>('#connection .mark');
  private readonly words = required('#connection .words');
  private readonly retry = required<HTMLButtonElement>('#retry');
  private readonly plant = required('#plant');
  private readonly plantWords = required('#plant .words');
  private readonly sinks = required('#sinks');
  private readonly polite = required('#polite');
  private readonly assertive = required('#assertive');
  private readonly known = new Map<string, DeviceState>();
  private counts: ProblemCounts | null = null;
  private readonly toldAt = new Map<ProblemKind, number>();

  constructor(retryNow: () => void) {
    this.retry.addEventListener('click', retryNow);
  }

  showConnection(state: LinkState, now: number, historyAvailable: boolean): void {
    const { state: kind, text } = connectionWords(state, now, historyAvailable);
    setText(this.words, text);
    setMark(this.mark, Marks[kind]);
    const before = this.connection.dataset['state'];
    setAttribute(this.connection, 'data-state', kind);
    document.body.classList.toggle('disconnected', kind === 'lost');
    document.title = kind === 'lost' ? 'Busbar: connection lost' : 'Busbar';
    this.retry.hidden = kind !== 'lost';
    this.retry.disabled = state.kind !== 'waiting';
    if (kind === 'lost' && before !== 'lost') this.alarm(text.split(';')[0]!);
    if (kind === 'back' && before !== 'back') this.say(text);
  }

  /** Counts those that are down, and says aloud which went or came back. */
  noticeDevices(devices: readonly Device[]): void {
    this.showPlant(devices);
    const lost: Device[] = [];
    const back: Device[] = [];
    for (const device of devices) {
      const before = this.known.get(device.name);
      this.known.set(device.name, device.state);
      if (device.state === 'disconnected' && before !== 'disconnected') lost.push(device);
      if (device.state === 'connected' && before === 'disconnected') back.push(device);
    }
    if (lost.length > 0) this.alarm(`${devicesInWords(lost)} disconnected${lost.length === 1 && lost[0]!.detail ? `: ${lost[0]!.detail}` : ''}`);
    if (back.length > 0) this.say(`${devicesInWords(back)} connected again`);
  }

  /** Says aloud that points became bad or stale, wherever they are. */
  noticeProblems(counts: ProblemCounts, now: number): void {
    const begun = this.counts ? alarmsOf(this.counts, counts) : [];
    this.counts = counts;
    const told = begun.filter((kind) => now - (this.toldAt.get(kind) ?? Number.NEGATIVE_INFINITY) > AlarmRest);
    for (const kind of told) this.toldAt.set(kind, now);
    if (told.length > 0) this.alarm(told.map((kind) => `${plural(counts[kind], 'point')} ${ProblemLooks[kind].words}`).join(', '));
  }

  showSinks(sinks: readonly Sink[], failure: string | null): void {
    const items = sinks
      .filter((sink) => sink.state !== 'ok')
      .map((sink) => notice(sink.state, `${sink.name} ${sink.state}${sink.detail ? `: ${sink.detail}` : ''}`));
    if (failure) items.push(notice('degraded', `status not known: ${failure}`));
    const text = items.map((item) => item.textContent).join('\n');
    if (this.sinks.dataset['text'] === text) return;
    this.sinks.dataset['text'] = text;
    this.sinks.hidden = items.length === 0;
    this.sinks.replaceChildren(...items);
  }

  private showPlant(devices: readonly Device[]): void {
    const down = devices.filter((device) => device.state === 'disconnected').length;
    this.plant.hidden = down === 0;
    setText(this.plantWords, `${formatCount(down)} of ${plural(devices.length, 'device')} disconnected`);
  }

  private alarm(text: string): void {
    this.assertive.textContent = text;
  }

  private say(text: string): void {
    this.polite.textContent = text;
  }
}

/** A whole plant that goes is one sentence, not fifty. */
function devicesInWords(devices: readonly Device[]): string {
  const names = devices.slice(0, 3).map(({ name }) => name).join(', ');
  return devices.length > 3 ? `${plural(devices.length, 'device')}: ${names} and others` : names;
}

function notice(state: SinkState, text: string): HTMLElement {
  const item = make('li', 'notice', { 'data-state': state });
  const words = make('span', '');
  words.textContent = text;
  item.append(makeMark(state === 'down' ? 'bad' : 'doubtful'), words);
  return item;
}

/** The page's own lag and what was left out, told once a second. */
export class Pace {
  private readonly element = required('#pace');
  private frames = 0;
  private skipped = 0;
  private lag = 0;
  private since = 0;

  frame(skipped: number): void {
    this.frames++;
    this.skipped += skipped;
  }

  /** The time from the server making a frame to its values being on screen. */
  rendered(lag: number): void {
    this.lag = Math.max(this.lag, lag);
  }

  show(now: number, connected: boolean, notUnderstood: number, missed: number): void {
    const elapsed = now - this.since;
    if (elapsed < 1000) return;
    const rate = Math.round((this.frames * 1000) / elapsed);
    const parts = connected
      ? [this.frames > 0 ? `lag ${lagWords(this.lag)}` : 'no news', plural(rate, 'frame') + '/s', `${formatCount(this.skipped)} skipped`]
      : [];
    if (missed > 0) parts.push(`${plural(missed, 'frame')} missing`);
    if (notUnderstood > 0) parts.push(`${formatCount(notUnderstood)} not understood`);
    setText(this.element, parts.join(' · '));
    this.element.title =
      'lag: from the server making a frame to its values on this screen, beyond the fastest of the last minute\n' +
      'skipped: updates conflated away since this page was opened, because only the latest of each point is sent';
    this.since = now;
    this.frames = 0;
    this.lag = 0;
  }
}

function lagWords(lag: number): string {
  return lag < 1000 ? `${Math.round(Math.max(0, lag))} ms` : formatAge(lag);
}
