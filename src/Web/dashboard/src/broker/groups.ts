// The table of groups: topics, and filters that clients have joined.

import { make, required, setText, setTitle } from '../dom';
import { NoValue, formatCount, plural } from '../format';
import { drawSparkline, type SparkLook } from '../sparkline';
import { Trend } from '../trend';
import { Rates } from './rates';
import { Rows } from './rows';
import type { BrokerStatus, Group } from './status';
import { formatRate, foundWords } from './words';

/** The longest silence that the line crosses, in ms: some answers may be late. */
const Joins = 6000;

class GroupRow {
  readonly element = make('tr', '');
  readonly name = make('button', 'link', { type: 'button' });
  readonly kind = make('td', 'kind');
  readonly clients = make('td', 'number');
  readonly rate = make('td', 'number strong');
  readonly total = make('td', 'number total');
  readonly canvas = document.createElement('canvas');
  readonly trend = new Trend();

  constructor(group: Group, pick: (name: string) => void) {
    const head = make('th', 'name', { scope: 'row' });
    setText(this.name, group.name);
    setTitle(this.name, group.name);
    this.name.addEventListener('click', () => pick(group.name));
    head.append(this.name);
    this.canvas.setAttribute('aria-hidden', 'true');
    const trend = make('td', 'trend');
    trend.append(this.canvas);
    this.element.append(head, this.kind, this.clients, this.rate, this.total, trend);
  }
}

export class Groups {
  private readonly body = required('#groups tbody');
  private readonly count = required('#groups-count');
  private readonly rates = new Rates();
  private readonly rows: Rows<Group, GroupRow>;
  private now = 0;

  constructor(pick: (name: string) => void) {
    this.rows = new Rows(
      this.body,
      ({ name }) => name,
      (group) => new GroupRow(group, pick),
      (row, group) => this.update(row, group),
    );
  }

  show(status: BrokerStatus): void {
    this.now = status.now;
    this.rows.show(status.groups);
    this.rates.prune(status.now - 60_000);
    setText(this.count, foundWords(status.groups.length, status.groupsFound));
  }

  /** Another broker, or the same one anew. */
  clear(): void {
    this.rates.clear();
  }

  private update(row: GroupRow, group: Group): void {
    const isFilter = /[+#]/.test(group.name);
    setText(row.kind, group.kind ?? (isFilter ? 'filter' : NoValue));
    setTitle(row.kind, group.kind === null && !isFilter ? 'nobody has published there yet' : '');
    setText(row.clients, formatCount(group.receivers));
    setTitle(row.clients, `${plural(group.clients, 'client')} joined exactly this`);
    const rate = group.published === null ? null : this.rates.observe(group.name, group.published, this.now);
    setText(row.rate, formatRate(rate));
    setText(row.total, group.published === null ? NoValue : formatCount(group.published));
    row.trend.add(this.now, rate);
    drawSparkline(row.canvas, row.trend, this.now, Joins, lookOf(row.canvas));
  }
}

function lookOf(canvas: HTMLCanvasElement): SparkLook {
  const { clientWidth: width, clientHeight: height } = canvas;
  return { width, height, ink: getComputedStyle(canvas).color };
}
