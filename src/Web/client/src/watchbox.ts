// The four calls of Watchbox on a broker, for pages that were written for it.

import { connect, type Broker } from './broker';

type Callback = (() => void) | null;

let broker: Broker | null = null;

/**
 * Begins. `dtime` and `logginglevel` are taken and mean nothing here: messages are pushed, not asked for.
 * @param disconnect Called once when the connection is lost.
 * @param reconnect Called when it stands, also for the first time.
 */
export function init(_dtime = 100, _logginglevel = 3, disconnect: Callback = null, reconnect: Callback = null, url = '/broker'): void {
  broker?.close();
  broker = connect(url, {
    onConnect: () => reconnect?.(),
    onDisconnect: () => disconnect?.(),
    onReconnect: () => reconnect?.(),
  });
}

/** Joins; `onjoin` is called when the server has confirmed. */
export function join(group: string, callback: (message: unknown) => void, onjoin: Callback = null): void {
  begun()
    .join(group, callback)
    .then(() => onjoin?.(), console.error);
}

export function publish(message: unknown, group: string): void {
  begun().publish(group, message);
}

/** To the server alone. */
export function send(message: unknown): void {
  begun().send(message);
}

function begun(): Broker {
  if (!broker) throw new Error('watchbox.init() comes first.');
  return broker;
}
