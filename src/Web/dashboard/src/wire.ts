// The wire of docs/echo-wire.md: types, and parsing that never throws. What cannot be understood is left out and counted.

export type Value = number | string | null;

export interface Series {
  id: number;
  name: string;
  measurement: string;
  field: string;
  tags: Record<string, string>;
  unit: string | null;
  resolution: number | null;
  states: string[] | null;
  period: number | null;
  device: string | null;
  description: string | null;
}

export type DeviceState = 'connecting' | 'connected' | 'disconnected';

export interface Device {
  name: string;
  protocol: string;
  target: string;
  state: DeviceState;
  since: number | null;
  detail: string | null;
  polls: number;
  failures: number;
  period: number | null;
  series: number[];
}

export type SinkState = 'ok' | 'degraded' | 'down';

export interface Sink {
  name: string;
  state: SinkState;
  accepted: number;
  rejected: number;
  detail: string | null;
}

export interface Status {
  version: string;
  epoch: string;
  now: number;
  samplesIn: number;
  samplesRejected: number;
  sinks: Sink[];
}

/** What a series was when it last had a value. */
export interface LastValue {
  value: Value;
  time: number;
}

export interface Sample {
  id: number;
  value: Value;
  time: number;
  quality: number;
  /** Beside a sample without a value: the last one there was, if the server saw any. */
  last: LastValue | null;
}

export interface HistorySample {
  time: number;
  value: Value;
  quality: number;
}

export interface History {
  series: number;
  from: number;
  to: number;
  reduced: boolean;
  /** What holds when the range begins. */
  before: HistorySample | null;
  samples: HistorySample[];
}

/** Series of one quality that are in trouble. */
export interface ProblemGroup {
  quality: number;
  stale: boolean;
  series: number[];
}

export type ServerMessage =
  | { type: 'hello'; epoch: string; now: number; period: number; heartbeat: number }
  | { type: 'series'; series: Series[]; rejected: number }
  | { type: 'samples'; sequence: number; now: number; skipped: number; samples: Sample[]; rejected: number }
  | { type: 'heartbeat'; now: number };

type Json = Record<string, unknown>;

/** A message, or null when it is not one of the wire's. */
export function parseMessage(text: unknown): ServerMessage | null {
  const json = typeof text === 'string' ? object(tryJson(text)) : null;
  if (!json) return null;

  switch (json['type']) {
    case 'hello':
      return typeof json['epoch'] === 'string' && finite(json['now'])
        ? {
            type: 'hello',
            epoch: json['epoch'],
            now: json['now'],
            period: positive(json['period']) ?? 100,
            heartbeat: positive(json['heartbeat']) ?? 5000,
          }
        : null;
    case 'series': {
      if (!Array.isArray(json['series'])) return null;
      const series = parseList(json['series'], parseSeries);
      return { type: 'series', series, rejected: json['series'].length - series.length };
    }
    case 'samples': {
      if (!Array.isArray(json['samples']) || !finite(json['now'])) return null;
      const samples = parseList(json['samples'], parseSample);
      return {
        type: 'samples',
        sequence: count(json['sequence']),
        now: json['now'],
        skipped: count(json['skipped']),
        samples,
        rejected: json['samples'].length - samples.length,
      };
    }
    case 'heartbeat':
      return finite(json['now']) ? { type: 'heartbeat', now: json['now'] } : null;
    default:
      return null;
  }
}

/** The entries that parse; the difference in length is what did not. */
export function parseList<T>(json: unknown, parse: (entry: unknown) => T | null): T[] {
  if (!Array.isArray(json)) return [];
  const list: T[] = [];
  for (const entry of json) {
    const parsed = parse(entry);
    if (parsed !== null) list.push(parsed);
  }
  return list;
}

export function parseSeries(json: unknown): Series | null {
  const o = object(json);
  if (!o || !identifier(o['id']) || typeof o['name'] !== 'string') return null;
  return {
    id: o['id'],
    name: o['name'],
    measurement: text(o['measurement']) ?? '',
    field: text(o['field']) ?? '',
    tags: stringMap(o['tags']),
    unit: text(o['unit']),
    resolution: positive(o['resolution']),
    states: Array.isArray(o['states']) && o['states'].length > 0 ? o['states'].map((label) => String(label)) : null,
    period: positive(o['period']),
    device: text(o['device']),
    description: text(o['description']),
  };
}

export function parseDevice(json: unknown): Device | null {
  const o = object(json);
  if (!o || typeof o['name'] !== 'string') return null;
  const state = o['state'];
  if (state !== 'connecting' && state !== 'connected' && state !== 'disconnected') return null;
  return {
    name: o['name'],
    protocol: text(o['protocol']) ?? '',
    target: text(o['target']) ?? '',
    state,
    since: finite(o['since']) ? o['since'] : null,
    detail: text(o['detail']),
    polls: count(o['polls']),
    failures: count(o['failures']),
    period: positive(o['period']),
    series: Array.isArray(o['series']) ? o['series'].filter(identifier) : [],
  };
}

export function parseStatus(json: unknown): Status | null {
  const o = object(json);
  if (!o || typeof o['epoch'] !== 'string') return null;
  return {
    version: text(o['version']) ?? '',
    epoch: o['epoch'],
    now: finite(o['now']) ? o['now'] : 0,
    samplesIn: count(o['samplesIn']),
    samplesRejected: count(o['samplesRejected']),
    sinks: parseList(o['sinks'], parseSink),
  };
}

export function parseHistory(json: unknown): History | null {
  const o = object(json);
  if (!o || !identifier(o['series']) || !Array.isArray(o['samples'])) return null;
  return {
    series: o['series'],
    from: finite(o['from']) ? o['from'] : 0,
    to: finite(o['to']) ? o['to'] : 0,
    reduced: o['reduced'] === true,
    before: parseHistorySample(o['before']),
    samples: parseList(o['samples'], parseHistorySample),
  };
}

export function parseProblems(json: unknown): ProblemGroup[] | null {
  const o = object(json);
  return o && Array.isArray(o['problems']) ? parseList(o['problems'], parseProblemGroup) : null;
}

function parseProblemGroup(json: unknown): ProblemGroup | null {
  const o = object(json);
  if (!o || !octets(o['quality']) || !Array.isArray(o['series'])) return null;
  return { quality: o['quality'], stale: o['stale'] === true, series: o['series'].filter(identifier) };
}

function parseSink(json: unknown): Sink | null {
  const o = object(json);
  if (!o || typeof o['name'] !== 'string') return null;
  const state = o['state'];
  if (state !== 'ok' && state !== 'degraded' && state !== 'down') return null;
  return { name: o['name'], state, accepted: count(o['accepted']), rejected: count(o['rejected']), detail: text(o['detail']) };
}

function parseSample(json: unknown): Sample | null {
  if (!Array.isArray(json)) return null;
  const [id, raw, time, quality = 0, lastRaw = null, lastTime] = json as unknown[];
  const value = parseValue(raw);
  if (!identifier(id) || value === undefined || !finite(time) || !octets(quality)) return null;
  const lastValue = parseValue(lastRaw) ?? null;
  return { id, value, time, quality, last: lastValue !== null && finite(lastTime) ? { value: lastValue, time: lastTime } : null };
}

function parseHistorySample(json: unknown): HistorySample | null {
  if (!Array.isArray(json)) return null;
  const [time, raw, quality = 0] = json as unknown[];
  const value = parseValue(raw);
  if (value === undefined || !finite(time) || !octets(quality)) return null;
  return { time, value, quality };
}

/** A boolean counts as its number, so that `states` can label it; undefined is not a value of the wire. */
function parseValue(raw: unknown): Value | undefined {
  if (raw === null || typeof raw === 'string') return raw;
  if (typeof raw === 'boolean') return raw ? 1 : 0;
  return finite(raw) ? raw : undefined;
}

function tryJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function object(json: unknown): Json | null {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : null;
}

function text(json: unknown): string | null {
  return typeof json === 'string' && json !== '' ? json : null;
}

function finite(json: unknown): json is number {
  return typeof json === 'number' && Number.isFinite(json);
}

function positive(json: unknown): number | null {
  return finite(json) && json > 0 ? json : null;
}

function identifier(json: unknown): json is number {
  return Number.isSafeInteger(json) && (json as number) >= 0;
}

function octets(json: unknown): json is number {
  return Number.isInteger(json) && (json as number) >= 0 && (json as number) <= 0xffff;
}

function count(json: unknown): number {
  const number = typeof json === 'string' ? Number(json) : json;
  return finite(number) && number > 0 ? number : 0;
}

function stringMap(json: unknown): Record<string, string> {
  const o = object(json);
  if (!o) return {};
  return Object.fromEntries(Object.entries(o).map(([key, value]) => [key, String(value)]));
}
