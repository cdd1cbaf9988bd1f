// JSON over HTTP, with failures in words that can stand in the page.

import { parseDevice, parseHistory, parseList, parseProblems, parseSeries, parseStatus, type Device, type History, type ProblemGroup, type Series, type Status } from './wire';

const Deadline = 15_000;

/** A request that failed; the message is a clause such as `the server answered 503 Service Unavailable`. */
export class RequestFailure extends Error {
  constructor(
    message: string,
    readonly status: number | null,
  ) {
    super(message);
    this.name = 'RequestFailure';
  }
}

export async function getSeries(): Promise<Series[]> {
  return parseList(await getJson('api/series'), parseSeries);
}

export async function getDevices(): Promise<Device[]> {
  return parseList(await getJson('api/devices'), parseDevice);
}

export async function getProblems(): Promise<ProblemGroup[]> {
  return understood(parseProblems(await getJson('api/problems')));
}

export async function getStatus(): Promise<Status> {
  return understood(parseStatus(await getJson('api/status')));
}

export async function getHistory(series: number, from: number, to: number, points: number, signal?: AbortSignal): Promise<History> {
  const query = new URLSearchParams({
    series: String(series),
    from: from.toFixed(0),
    to: to.toFixed(0),
    points: points.toFixed(0),
  });
  return understood(parseHistory(await getJson(`api/history?${query}`, signal)));
}

async function getJson(path: string, signal?: AbortSignal): Promise<unknown> {
  const deadline = AbortSignal.timeout(Deadline);
  let response: Response;
  try {
    response = await fetch(path, { cache: 'no-store', signal: signal ? AbortSignal.any([signal, deadline]) : deadline });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailure(deadline.aborted ? `no answer within ${Deadline / 1000} s` : 'the server could not be reached', null);
  }
  if (!response.ok) throw new RequestFailure(`the server answered ${response.status} ${await problemTitle(response)}`.trimEnd(), response.status);
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailure('the answer is not JSON', response.status);
  }
}

async function problemTitle(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { title?: unknown; detail?: unknown };
    const words = [problem.title, problem.detail].filter((part) => typeof part === 'string' && part !== '');
    if (words.length > 0) return `(${words.join(': ')})`;
  } catch {
    // Not a problem document; the status text has to do.
  }
  return response.statusText;
}

function understood<T>(parsed: T | null): T {
  if (parsed === null) throw new RequestFailure('the answer is not what the wire promises', null);
  return parsed;
}

/** The failure's words, whatever was thrown. */
export function failureWords(error: unknown): string {
  return error instanceof RequestFailure ? error.message : 'the request failed';
}
