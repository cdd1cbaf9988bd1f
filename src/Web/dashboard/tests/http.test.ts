import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureWords, getHistory, getSeries } from '../src/http';

afterEach(() => vi.unstubAllGlobals());

const answering = (response: () => Response | Promise<Response>): string[] => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return response();
  });
  return asked;
};

const words = async (): Promise<string> => getHistory(7, 0, 1000, 100).then(() => 'no failure', failureWords);

describe('failures in words', () => {
  it('name the status and the title of the problem', async () => {
    answering(() => new Response('{"title":"No such series","status":404}', { status: 404, statusText: 'Not Found' }));
    expect(await words()).toBe('the server answered 404 (No such series)');
  });

  it('make do with the status text', async () => {
    answering(() => new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
    expect(await words()).toBe('the server answered 502 Bad Gateway');
  });

  it('tell a server that cannot be reached from an answer that cannot be read', async () => {
    answering(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await words()).toBe('the server could not be reached');
    answering(() => new Response('<html>'));
    expect(await words()).toBe('the answer is not JSON');
    answering(() => new Response('{}'));
    expect(await words()).toBe('the answer is not what the wire promises');
  });
});

it('asks below the page, wherever that is, in whole milliseconds', async () => {
  const asked = answering(() => new Response('{"series":7,"samples":[]}'));
  await getHistory(7, 1000.4, 2000.6, 99.7);

  expect(asked).toEqual(['api/history?series=7&from=1000&to=2001&points=100']);
});

it('keeps the series it understands', async () => {
  answering(() => new Response('[{"id":1,"name":"a"},{"id":"x"}]'));

  expect((await getSeries()).map(({ name }) => name)).toEqual(['a']);
});
