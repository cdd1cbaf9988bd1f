// The broker as a whole, in one line of figures.

import { make, required, setAttribute, setText, setTitle } from '../dom';
import { formatCount } from '../format';
import { Rates } from './rates';
import type { BrokerStatus, Totals } from './status';
import { formatBytes, formatRate } from './words';

interface Figure {
  name: string;
  title: string;
  text(totals: Totals, rate: (of: 'published' | 'delivered' | 'skipped' | 'dropped') => string): string;
}

const Figures: readonly Figure[] = [
  { name: 'clients', title: 'Those that come back soon included', text: ({ clientCount }) => formatCount(clientCount) },
  { name: 'topics', title: 'Topics that were published to, or made', text: ({ topics }) => formatCount(topics) },
  { name: 'published/s', title: 'Messages that came to the broker', text: (_, rate) => rate('published') },
  { name: 'delivered/s', title: 'Messages that were handed to connections', text: (_, rate) => rate('delivered') },
  { name: 'skipped/s', title: 'States that gave way to a later one before a slow client took them: nothing is lost', text: (_, rate) => rate('skipped') },
  { name: 'dropped', title: 'Messages that were lost because clients were too slow, since the start', text: ({ dropped }) => formatCount(dropped) },
  { name: 'faults', title: 'What clients said that breaks the rules of the wire, since the start', text: ({ faults }) => formatCount(faults) },
  { name: 'kept', title: 'Retained states and history', text: ({ retainedBytes, historyBytes }) => formatBytes(retainedBytes + historyBytes) },
];

export class TotalsLine {
  private readonly rates = new Rates();
  private readonly values: HTMLElement[];

  constructor() {
    const list = required('#totals');
    this.values = Figures.map(({ name, title }) => {
      const cell = make('div', '');
      const term = make('dt', '');
      const value = make('dd', '', { 'data-figure': name });
      setText(term, name);
      setTitle(cell, title);
      cell.append(term, value);
      list.append(cell);
      return value;
    });
  }

  /** The rate of loss, while messages are being lost; else null. */
  show({ totals, now }: BrokerStatus, lossShown: number): number | null {
    const rateOf = new Map((['published', 'delivered', 'skipped', 'dropped'] as const).map((name) => [name, this.rates.observe(name, totals[name], now)]));
    for (const [index, { text }] of Figures.entries()) setText(this.values[index]!, text(totals, (name) => formatRate(rateOf.get(name) ?? null)));
    const isLosing = this.rates.roseWithin('dropped', now, lossShown);
    setAttribute(this.values[Figures.findIndex(({ name }) => name === 'dropped')]!, 'data-severity', isLosing ? 'bad' : 'good');
    return isLosing ? (rateOf.get('dropped') ?? 0) : null;
  }

  clear(): void {
    this.rates.clear();
  }
}
