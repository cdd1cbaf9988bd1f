// One row of the list: a device with its state, above its points.

import { make, makeMark, setAttribute, setMark, setText, setTitle } from './dom';
import { formatClock, formatCount, formatDate, formatDuration, plural } from './format';
import type { Row } from './outline';
import type { Moment } from './point-row';

type Entry = Extract<Row, { kind: 'device' }>;

const Marks = { connected: 'connected', connecting: 'busy', disconnected: 'bad' } as const;

let rowsMade = 0;

export class DeviceRow {
  readonly element = make('div', 'row device', { role: 'row', 'aria-level': '1' });
  private readonly cell = make('span', 'about', { role: 'gridcell' });
  private readonly fold = make('span', 'fold', { 'aria-hidden': 'true' });
  private readonly name = make('span', 'device-name');
  private readonly state = make('span', 'state');
  private readonly mark = makeMark('busy');
  private readonly word = make('span', 'word');
  private readonly target = make('span', 'target');
  private readonly detail = make('span', 'detail');
  private readonly points = make('span', 'points');
  private entry: Entry | null = null;

  constructor() {
    const number = rowsMade++;
    this.name.id = `device-${number}-name`;
    this.state.id = `device-${number}-state`;
    this.detail.id = `device-${number}-detail`;
    this.points.id = `device-${number}-points`;
    // Named by the device alone: how long it has been connected would be spoken with each second.
    this.element.setAttribute('aria-labelledby', this.name.id);
    this.element.setAttribute('aria-describedby', `${this.state.id} ${this.detail.id} ${this.points.id}`);
    this.state.append(this.mark, this.word);
    this.cell.append(this.fold, this.name, this.state, this.target, this.detail, this.points);
    this.element.append(this.cell);
  }

  bind(entry: Entry): void {
    this.entry = entry;
    const { device, name, open, points, total } = entry;
    this.element.dataset['device'] = name;
    setAttribute(this.element, 'aria-expanded', String(open));
    setText(this.name, name);
    setText(this.points, points === total ? plural(total, 'point') : `${formatCount(points)} of ${plural(total, 'point')}`);
    if (!device) setAttribute(this.element, 'data-state', 'none');
    this.state.hidden = device === null;
    setText(this.target, device ? `${device.protocol} ${device.target}`.trim() : '');
    setText(this.detail, device?.detail ?? '');
    setTitle(this.detail, device?.detail ?? '');
    this.element.classList.toggle('detailed', device?.detail != null);
  }

  tick({ serverNow, connected }: Moment): void {
    const device = this.entry?.device;
    if (!device) return;
    setAttribute(this.element, 'data-state', connected ? device.state : 'unknown');
    setMark(this.mark, connected ? Marks[device.state] : 'empty');
    if (!connected) {
      // Nobody knows any more: to go on counting would claim that it still is.
      setText(this.word, `was ${device.state}`);
      setTitle(this.state, 'this page has no connection: last known');
      return;
    }
    const since = device.since === null ? '' : ` for ${formatDuration(serverNow - device.since)}`;
    setText(this.word, device.state + since);
    const counts = `${plural(device.polls, 'poll')}, ${plural(device.failures, 'failure')}`;
    setTitle(this.state, device.since === null ? counts : `since ${formatDate(device.since)} ${formatClock(device.since)}\n${counts}`);
  }
}
