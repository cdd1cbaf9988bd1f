// Where a WebSocket cannot be had: what is heard comes by Server-Sent Events or by polls, what is said goes by POST.

import type { Opening, Transport } from './transport';
import type { FromServer, Welcome } from './wire';

type Hear = (address: (path: string) => URL, opening: Opening, lost: (reason: string) => void, signal: AbortSignal) => void;

export const openEventSource = (opening: Opening): Transport => open(opening, hearEvents);
export const openPolls = (opening: Opening): Transport => open(opening, hearPolls);

function open(opening: Opening, hear: Hear): Transport {
  const { url, hello, listener } = opening;
  const ending = new AbortController();
  const waiting: string[] = [];
  let session = '';
  let maxMessage = Infinity;
  let isPosting = false;

  const lost = (reason: string): void => {
    if (ending.signal.aborted) return;
    ending.abort();
    listener.closed(reason);
  };
  const address = (path: string): URL => {
    const result = new URL(url);
    result.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
    if (session) result.searchParams.set('session', session);
    return result;
  };
  const post = async (path: string, body: string): Promise<Response> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(address(path), { method: 'POST', headers, body, signal: ending.signal });
    if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
    return response;
  };
  // One at a time, so that what was said stays in order.
  const drain = async (): Promise<void> => {
    if (isPosting || !session) return;
    isPosting = true;
    try {
      while (waiting.length) {
        // As many as the server takes in one message, and one at least; a character has three octets at most.
        let count = 1;
        for (let room = maxMessage - 3 * waiting[0]!.length; count < waiting.length; count++) {
          room -= 3 * waiting[count]!.length + 3;
          if (room < 0) break;
        }
        await post('send', `[${waiting.splice(0, count).join(',')}]`);
      }
    } catch (error) {
      lost(String(error));
    }
    isPosting = false;
  };
  const begin = async (): Promise<void> => {
    try {
      const response = await post('session', JSON.stringify(hello));
      const welcome = (await response.json()) as Welcome;
      session = welcome.session;
      maxMessage = welcome.maxMessage;
      listener.object(welcome, 0);
      hear(address, opening, lost, ending.signal);
      await drain();
    } catch (error) {
      lost(String(error));
    }
  };

  void begin();
  return {
    get hasRoom() {
      return waiting.length < 256;
    },
    send(objects) {
      waiting.push(...objects.map((object) => JSON.stringify(object)));
      void drain();
    },
    close: () => ending.abort(),
  };
}

const hearEvents: Hear = (address, { position, listener }, lost, signal) => {
  const events = address('events');
  events.searchParams.set('position', String(position()));
  const source = new EventSource(events);
  signal.addEventListener('abort', () => source.close());
  source.onmessage = ({ data }: MessageEvent<string>) => listener.object(JSON.parse(data) as FromServer, data.length);
  // It would come back by itself, but the client knows better when, and that there may be a new session.
  source.onerror = () => lost('the stream of events broke');
};

const hearPolls: Hear = async (address, { position, listener }, lost, signal) => {
  try {
    while (!signal.aborted) {
      const poll = address('poll');
      poll.searchParams.set('position', String(position()));
      const response = await fetch(poll, { signal, cache: 'no-store' });
      if (!response.ok) throw new Error(`poll was answered ${response.status}`);
      const text = await response.text();
      for (const object of JSON.parse(text) as FromServer[]) if (!signal.aborted) listener.object(object, text.length);
      listener.object({ type: 'heartbeat', now: 0 }, 0); // an empty answer shows as well that the server lives
    }
  } catch (error) {
    lost(String(error));
  }
};
