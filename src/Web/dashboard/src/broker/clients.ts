// The table of clients: what each takes, and who is too slow.

import { make, makeMark, required, setAttribute, setMark, setText, setTitle } from '../dom';
import { formatCount } from '../format';
import { Rates } from './rates';
import { Rows } from './rows';
import type { BrokerStatus, Client } from './status';
import { formatRate, foundWords } from './words';

/** So long a loss is shown as one that goes on. */
export const LossShown = 10_000;

class ClientRow {
  readonly element = make('tr', '');
  readonly name = make('span', '');
  readonly mark = makeMark('connected');
  readonly state = make('td', 'state');
  readonly word = make('span', 'word');
  readonly groups = make('td', 'groups');
  readonly published = make('td', 'number published');
  readonly delivered = make('td', 'number strong');
  readonly waiting = make('td', 'number waiting');
  readonly skipped = make('td', 'number skipped');
  readonly dropped = make('td', 'number');

  constructor({ client, name }: Client) {
    const head = make('th', 'name', { scope: 'row', title: name === null ? client : `${name}, ${client}` });
    setText(this.name, name ?? client);
    const id = make('span', 'id');
    setText(id, name === null ? '' : client);
    head.append(this.name, id);
    this.state.append(this.mark, this.word);
    this.element.append(head, this.state, this.groups, this.published, this.delivered, this.waiting, this.skipped, this.dropped);
  }
}

export class Clients {
  private readonly rates = new Rates();
  private readonly count = required('#clients-count');
  private readonly rows: Rows<Client, ClientRow>;
  private now = 0;

  constructor() {
    this.rows = new Rows(
      required('#clients tbody'),
      ({ client }) => client,
      (client) => new ClientRow(client),
      (row, client) => this.update(row, client),
    );
  }

  show(status: BrokerStatus): void {
    this.now = status.now;
    this.rows.show(status.clients);
    this.rates.prune(status.now - 60_000);
    setText(this.count, foundWords(status.clients.length, status.clientsFound));
  }

  /** Another broker, or the same one anew. */
  clear(): void {
    this.rates.clear();
  }

  private update(row: ClientRow, client: Client): void {
    const key = client.client;
    setText(row.published, formatRate(this.rates.observe(`${key} published`, client.published, this.now)));
    setText(row.delivered, formatRate(this.rates.observe(`${key} delivered`, client.delivered, this.now)));
    this.rates.observe(`${key} dropped`, client.dropped, this.now);
    setText(row.waiting, formatCount(client.waiting));
    setText(row.skipped, formatCount(client.skipped));
    setText(row.dropped, formatCount(client.dropped));

    const isLosing = this.rates.roseWithin(`${key} dropped`, this.now, LossShown);
    const [severity, mark, word] = isLosing ? ['bad', 'bad', 'losing'] : client.connected ? ['good', 'connected', 'connected'] : ['doubtful', 'doubtful', 'away'];
    setAttribute(row.state, 'data-severity', severity!);
    setMark(row.mark, mark!);
    setText(row.word, word!);
    setTitle(row.state, isLosing ? 'too slow: messages are lost' : client.connected ? '' : 'its connection broke; messages wait for it until it comes back or its grace is over');

    const others = client.groupCount - client.groups.length;
    const groups = client.groups.join(', ') + (others > 0 ? ` and ${formatCount(others)} more` : '');
    setText(row.groups, groups);
    setTitle(row.groups, groups);
  }
}
