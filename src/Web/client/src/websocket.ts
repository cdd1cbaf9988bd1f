import type { Opening, Transport } from './transport';
import type { FromServer } from './wire';

/** What may wait in the browser before publishes wait in the client's own buffer, which is bounded. */
const MaxBuffered = 1024 * 1024;

export function openWebSocket({ url, hello, listener }: Opening): Transport {
  const address = new URL(url);
  address.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(address, 'busbar.v1');
  socket.onopen = () => socket.send(JSON.stringify(hello));
  socket.onmessage = ({ data }: MessageEvent<string>) => listener.object(JSON.parse(data) as FromServer, data.length);
  socket.onclose = ({ code, reason }) => listener.closed(reason || `closed with ${code}`);
  return {
    get hasRoom() {
      return socket.readyState === WebSocket.OPEN && socket.bufferedAmount < MaxBuffered;
    },
    send: (objects) => socket.send(JSON.stringify(objects.length === 1 ? objects[0] : objects)),
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
}
