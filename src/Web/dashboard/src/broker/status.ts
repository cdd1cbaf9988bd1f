// What GET api/broker answers: types, and parsing that never throws.

export interface Totals {
  clientCount: number;
  connections: number;
  topics: number;
  published: number;
  delivered: number;
  skipped: number;
  dropped: number;
  faults: number;
  retainedBytes: number;
  historyBytes: number;
}

export interface Group {
  name: string;
  /** Null for a filter that means many topics, and for a topic that nobody has published to yet. */
  kind: 'event' | 'state' | null;
  /** How many have joined exactly this. */
  clients: number;
  /** How many get what is published there, by whatever filter. */
  receivers: number;
  /** Null when nobody counted. */
  published: number | null;
}

export interface Client {
  client: string;
  name: string | null;
  connected: boolean;
  published: number;
  delivered: number;
  waiting: number;
  skipped: number;
  dropped: number;
  groupCount: number;
  /** The first of them. */
  groups: string[];
}

export interface BrokerStatus {
  epoch: string;
  now: number;
  startedAt: number;
  totals: Totals;
  groupsFound: number;
  groups: Group[];
  clientsFound: number;
  clients: Client[];
}

const TotalNames = ['clientCount', 'connections', 'topics', 'published', 'delivered', 'skipped', 'dropped', 'faults', 'retainedBytes', 'historyBytes'] as const;

/** Null when it is not what the broker promises. */
export function parseBrokerStatus(answer: unknown): BrokerStatus | null {
  if (!isObject(answer)) return null;
  const { epoch, now, startedAt, groupsFound, clientsFound, groups, clients } = answer;
  if (typeof epoch !== 'string' || !isCount(now) || !isCount(startedAt) || !isCount(groupsFound) || !isCount(clientsFound)) return null;
  if (!Array.isArray(groups) || !Array.isArray(clients)) return null;
  const totals = {} as Totals;
  for (const name of TotalNames) {
    const count = answer[name];
    if (!isCount(count)) return null;
    totals[name] = count;
  }
  return { epoch, now, startedAt, totals, groupsFound, clientsFound, groups: groups.filter(isGroup), clients: clients.filter(isClient) };
}

function isGroup(value: unknown): value is Group {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    (value['kind'] === null || value['kind'] === 'event' || value['kind'] === 'state') &&
    isCount(value['clients']) &&
    isCount(value['receivers']) &&
    (value['published'] === null || isCount(value['published']))
  );
}

function isClient(value: unknown): value is Client {
  return (
    isObject(value) &&
    typeof value['client'] === 'string' &&
    (value['name'] === null || typeof value['name'] === 'string') &&
    typeof value['connected'] === 'boolean' &&
    ['published', 'delivered', 'waiting', 'skipped', 'dropped', 'groupCount'].every((name) => isCount(value[name])) &&
    Array.isArray(value['groups']) &&
    value['groups'].every((group) => typeof group === 'string')
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
