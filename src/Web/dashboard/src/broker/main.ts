// The broker's own page: one question a second, everything drawn from its answer.

import { required, setAttribute, setMark, setText } from '../dom';
import { formatDuration } from '../format';
import '../style.css';
import './broker.css';
import { Clients, LossShown } from './clients';
import { Groups } from './groups';
import { askBroker, type Answer } from './poll';
import type { BrokerStatus } from './status';
import { TotalsLine } from './totals';
import { formatRate } from './words';

const AskEvery = 1000;
const TypingRest = 150;
const BackShown = 15_000;
const KeyName = 'busbar-key';

const connection = required('#connection');
const connectionMark = required<SVGSVGElement>('#connection .mark');
const connectionWords = required('#connection .words');
const losing = required('#losing');
const losingWords = required('#losing .words');
const uptime = required('#pace');
const keyForm = required<HTMLFormElement>('#key-form');
const keyBox = required<HTMLInputElement>('#key');
const filterBox = required<HTMLInputElement>('#filter');
const totals = new TotalsLine();
const clients = new Clients();
const groups = new Groups((name) => find(filterBox.value === name ? '' : name));

let key = sessionStorage.getItem(KeyName);
let epoch: string | null = null;
let lostAt: number | null = null;
let backUntil = 0;
let timer = 0;
let turn = 0;

async function ask(): Promise<void> {
  window.clearTimeout(timer);
  const mine = ++turn;
  const answer = await askBroker(filterBox.value.trim(), key);
  if (mine !== turn) return; // something else was asked meanwhile
  show(answer);
  if (answer.kind !== 'key') timer = window.setTimeout(() => void ask(), AskEvery);
}

function show(answer: Answer): void {
  keyForm.hidden = answer.kind !== 'key';
  if (answer.kind === 'status') showStatus(answer.status);
  else if (answer.kind === 'failed') showLost(answer.words);
  else {
    say('connecting', 'busy', 'waiting for the key');
    setText(required('#key-note'), answer.wasTried ? 'The broker does not know this key.' : '');
    keyBox.focus();
  }
}

function showStatus(status: BrokerStatus): void {
  const wasRestarted = epoch !== null && epoch !== status.epoch;
  if (wasRestarted) for (const part of [totals, groups, clients]) part.clear();
  if (lostAt !== null) {
    backUntil = performance.now() + BackShown;
    const words = `back after ${formatDuration(performance.now() - lostAt)}${wasRestarted ? '; the broker was restarted, counts began anew' : ''}`;
    say('back', 'connected', words);
    setText(required('#polite'), words);
  } else if (performance.now() > backUntil) say('connected', 'connected', 'connected');
  lostAt = null;
  epoch = status.epoch;
  const loss = totals.show(status, LossShown);
  showLoss(loss);
  groups.show(status);
  clients.show(status);
  setText(uptime, `up ${formatDuration(status.now - status.startedAt)} · epoch ${status.epoch}`);
}

function showLoss(rate: number | null): void {
  if (rate !== null && losing.hidden) setText(required('#assertive'), 'messages are being lost');
  losing.hidden = rate === null;
  if (rate !== null) setText(losingWords, `losing ${formatRate(rate)} messages/s: clients are too slow`);
}

function showLost(words: string): void {
  if (lostAt === null) setText(required('#assertive'), words);
  lostAt ??= performance.now();
  const since = formatDuration(performance.now() - lostAt);
  say('lost', 'bad', epoch === null ? words : `${words} for ${since}; these are its last figures`);
}

function say(state: 'connecting' | 'connected' | 'back' | 'lost', mark: string, words: string): void {
  setAttribute(connection, 'data-state', state);
  setMark(connectionMark, mark);
  setText(connectionWords, words);
  document.body.classList.toggle('disconnected', state === 'lost');
  document.title = state === 'lost' ? 'Busbar broker: connection lost' : 'Busbar broker';
}

function find(text: string): void {
  filterBox.value = text;
  history.replaceState(null, '', text === '' ? location.pathname : `#find=${encodeURIComponent(text)}`);
  void ask();
}

filterBox.addEventListener('input', () => {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => find(filterBox.value), TypingRest);
});
keyForm.addEventListener('submit', (event) => {
  event.preventDefault();
  key = keyBox.value;
  sessionStorage.setItem(KeyName, key);
  void ask();
});
document.addEventListener('keydown', (event) => {
  if (event.target instanceof HTMLInputElement) {
    if (event.key === 'Escape' && event.target === filterBox) find('');
  } else if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    filterBox.select();
  }
});
function readHash(): void {
  filterBox.value = new URLSearchParams(location.hash.slice(1)).get('find') ?? '';
}
window.addEventListener('hashchange', () => {
  readHash();
  void ask();
});
readHash();
void ask();
