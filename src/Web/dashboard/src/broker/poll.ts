// Asks the broker how it is, again and again, and says how that went.

import { parseBrokerStatus, type BrokerStatus } from './status';

export type Answer =
  | { kind: 'status'; status: BrokerStatus }
  | { kind: 'key'; wasTried: boolean }
  | { kind: 'failed'; words: string };

const Deadline = 5000;

export async function askBroker(find: string, key: string | null): Promise<Answer> {
  const query = new URLSearchParams(find === '' ? {} : { find });
  let response: Response;
  try {
    response = await fetch(`api/broker?${query}`, { cache: 'no-store', headers: key === null ? {} : { 'X-Api-Key': key }, signal: AbortSignal.timeout(Deadline) });
  } catch (error) {
    return { kind: 'failed', words: error instanceof DOMException && error.name === 'TimeoutError' ? `no answer within ${Deadline / 1000} s` : 'the broker does not answer' };
  }
  if (response.status === 401) return { kind: 'key', wasTried: key !== null };
  if (!response.ok) return { kind: 'failed', words: `the broker answered ${response.status} ${response.statusText}`.trimEnd() };
  let answer: unknown = null;
  try {
    answer = await response.json();
  } catch {
    // What is no JSON is nothing that was promised.
  }
  const status = parseBrokerStatus(answer);
  return status ? { kind: 'status', status } : { kind: 'failed', words: 'the answer is not what the broker promises' };
}
